# With calibrated weights, too, threads and shards do not change a byte.
sed "s|path: |path: $FIXTURES/exampland/|g" \
    "$FIXTURES/exampland/survey.yaml" >survey.yaml
cat >>survey.yaml <<'END'
weighting:
  steps:
    - calibrate:
        of: household
        margins:
          - {by: area, counts: {urban: 320000, rural: 400000}}
          - {of: person, by: sex, counts: {male: 900000, female: 880000}}
    - from-parent: {of: person}
END
hearth run survey.yaml -o out -q -j 1 >/dev/null || exit
cp out/tally.h5 whole.h5
for threads in 2 3; do
    hearth tally survey.yaml -o out -q -j $threads || exit
    cmp whole.h5 out/tally.h5 && echo "$threads threads"
done
for n in 1 3; do
    parts=
    for k in $(seq "$n"); do
        hearth tally survey.yaml -o out -q --shard "$k/$n" || exit
        parts="$parts out/tally-$k-of-$n.h5"
    done
    rm out/tally.h5
    hearth tally survey.yaml -o out -q --merge \
        $(printf '%s\n' $parts | sort -r) || exit
    cmp whole.h5 out/tally.h5 && echo "$n shards"
done
