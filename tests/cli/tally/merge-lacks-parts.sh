# Every part that is lacking is named.
description=$FIXTURES/mini/survey.yaml
hearth run "$description" -o out -q >/dev/null || exit
hearth tally "$description" -o out -q --shard 3/5 || exit
hearth tally "$description" -o out -q --shard 4/5 || exit
hearth tally "$description" -o out -q --merge out/tally-3-of-5.h5 \
    out/tally-4-of-5.h5
