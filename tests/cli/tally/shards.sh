# Shards that are merged are the tally of a single run, to the last byte.
for survey in mini exampland; do
    description=$FIXTURES/$survey/survey.yaml
    hearth run "$description" -o out -q >/dev/null || exit
    cp out/tally.h5 whole.h5
    for n in 1 3 7; do
        parts=
        for k in $(seq "$n"); do
            hearth tally "$description" -o out -q --shard "$k/$n" || exit
            parts="$parts out/tally-$k-of-$n.h5"
        done
        rm out/tally.h5
        # in any order
        hearth tally "$description" -o out -q --merge \
            $(printf '%s\n' $parts | sort -r) || exit
        cmp whole.h5 out/tally.h5 && echo "$survey: $n shards"
    done
    rm -r out
done
