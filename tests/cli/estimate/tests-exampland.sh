# Two-way tests and trends are those of R survey: the design as it is, with
# calibrated weights, and by replicates (scripts/reference-tests.R).
sed "s|path: |path: $FIXTURES/exampland/|g; /^tables:/,\$d" \
    "$FIXTURES/exampland/survey.yaml" >plain.yaml
cat >>plain.yaml <<'END'
tables:
  tests: [internet ~ sex, HH7 ~ region, last_use ~ sex * area,
          age >= 65 ~ sex | region]
  trends: [HH7 ~ age_group, last_use ~ age_group, internet ~ age_group | area]
END
sed 's/clusters: .*/clusters: [EA]/; /^  fpc:/d' plain.yaml >greg.yaml
cat >>greg.yaml <<'END'
weighting:
  steps:
    - calibrate:
        of: person
        margins:
          - {by: sex, counts: {male: 900000, female: 880000}}
          - by: region
            counts: {northmark: 420000, eastvale: 380000, southport: 370000,
                     westfield: 260000, highlands: 300000, lake_islands: 50000}
END
sed 's/clusters: .*/clusters: [EA]\n  variance: jkn/; /^  fpc:/d' plain.yaml \
    >jkn.yaml
for way in plain greg jkn; do
    hearth run $way.yaml -o $way -q --to estimate >/dev/null || exit
    sed -n "1p; /^$way,/p" "$FIXTURES/reference/tests-exampland.csv" \
        | cut -d, -f2- >$way.csv
    echo "$way: $("$FIXTURES/../scripts/compare-expected" $way.csv \
        $way/tests.csv)"
done
