# What follows from merged shards is what follows from a single run.
description=$FIXTURES/mini/survey.yaml
hearth run "$description" -o out -q >/dev/null || exit
mkdir before && cp out/estimates.* out/tables/missing.csv before
for k in 1 2; do
    hearth tally "$description" -o out -q --shard $k/2 || exit
done
rm out/tally.h5 out/estimates.*
hearth tally "$description" -o out -q --merge out/tally-?-of-2.h5 || exit
hearth estimate "$description" -o out -q || exit
hearth tabulate "$description" -o out -q || exit
cmp before/estimates.csv out/estimates.csv
cmp before/estimates.json out/estimates.json
cmp before/missing.csv out/tables/missing.csv
