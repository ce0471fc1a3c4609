# A part that is there twice, and one of another number of shards.
description=$FIXTURES/mini/survey.yaml
hearth run "$description" -o out -q >/dev/null || exit
hearth tally "$description" -o out -q --shard 1/2 || exit
hearth tally "$description" -o out -q --shard 2/2 || exit
hearth tally "$description" -o out -q --shard 2/3 || exit
cp -r out copy
hearth tally "$description" -o out -q --merge out/tally-1-of-2.h5 \
    copy/tally-1-of-2.h5 out/tally-2-of-2.h5
echo $?
hearth tally "$description" -o out -q --merge out/tally-1-of-2.h5 \
    out/tally-2-of-3.h5
