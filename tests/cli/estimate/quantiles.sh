# Quantiles of the small survey: the same whatever the order of rows, the
# threads and the shards; small enough to count by hand.
mkdir data
cp "$FIXTURES/mini/person.csv" data
sed "/- {code: M3/a\\
    - {code: Q1, name: Hours, of: person, quantile: {of: hours, p: [0.25, 0.5]}}\\
    - {code: Q2, of: person, quantile: {of: hours, p: 0.5, rule: hf7}, universe: sex == female}\\
    - {code: Q3, of: person, quantile: {of: hours, p: 0.9, interval: score}}
    s/^  by:.*/  by: [stratum, sex, stratum * sex]/" \
    "$FIXTURES/mini/survey.yaml" >data/survey.yaml
hearth run data/survey.yaml -o out -q || exit
grep -E '^(indicator|Q)' out/estimates.csv | cut -d, -f1-7,9-18
cat out/tables/person.csv out/tables/missing.csv | grep Q
head -1 data/person.csv >head
tail -n +2 data/person.csv >rows
for order in 'sort -r' 'sort -t, -k4n -k3r' tac; do
    $order rows | cat head - >data/person.csv
    hearth run data/survey.yaml -o other -q || exit
    cmp out/estimates.csv other/estimates.csv && echo "$order"
done
cat head rows >data/person.csv
hearth run data/survey.yaml -o other -q -j 3 || exit
cmp out/tally.h5 other/tally.h5 && cmp out/estimates.csv other/estimates.csv \
    && echo 3 threads
for k in 1 2 3; do
    hearth tally data/survey.yaml -o other -q --shard $k/3 || exit
done
rm other/tally.h5
hearth tally data/survey.yaml -o other -q --merge other/tally-?-of-3.h5 || exit
cmp out/tally.h5 other/tally.h5 && echo 3 shards
