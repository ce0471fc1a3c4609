# Tests of the small survey: with one PSU in a domain, or one category, there
# is none; the same whatever the order of rows, the threads and the shards.
mkdir data
cp "$FIXTURES/mini/person.csv" data
sed '/^tables:/,$d' "$FIXTURES/mini/survey.yaml" >data/survey.yaml
cat >>data/survey.yaml <<'END'
  # an indicator's universe goes with it
    - {code: N1, of: person, proportion: hours >= 7, universe: sex == male}
tables:
  by: [sex]
  tests: [user ~ sex, N1 ~ stratum, hours > 5 ~ sex | stratum, M1 ~ sex * stratum]
  trends: [M1 ~ age_group, N1 ~ sex]
  test-statistics: [f, adj-wald]
END
sed -i '/^variables:/a\  age_group: {of: person, from: AGE, cut: [0, 25, 45, 60, 90]}' \
    data/survey.yaml
hearth run data/survey.yaml -o out -q || exit
cat out/tests.csv
head -1 data/person.csv >head
tail -n +2 data/person.csv >rows
for order in 'sort -r' 'sort -t, -k4n -k3r' tac; do
    $order rows | cat head - >data/person.csv
    hearth run data/survey.yaml -o other -q || exit
    cmp out/tests.csv other/tests.csv && echo "$order"
done
cat head rows >data/person.csv
hearth run data/survey.yaml -o other -q -j 3 || exit
cmp out/tally.h5 other/tally.h5 && cmp out/tests.csv other/tests.csv \
    && echo 3 threads
for k in 1 2 3; do
    hearth tally data/survey.yaml -o other -q --shard $k/3 || exit
done
rm other/tally.h5
hearth tally data/survey.yaml -o other -q --merge other/tally-?-of-3.h5 || exit
cmp out/tally.h5 other/tally.h5 && echo 3 shards
