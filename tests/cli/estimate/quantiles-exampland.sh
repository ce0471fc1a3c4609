# Quantiles by every rule and interval are those of R survey: the design as it
# is, with calibrated weights, and by replicates (scripts/reference-quantiles.R).
describe()
{
    sed "s|path: |path: $FIXTURES/exampland/|g; /^indicators:/,\$d" \
        "$FIXTURES/exampland/survey.yaml"
    echo 'indicators:'
    echo '  own:'
    for rule in math school shahvaish hf1 hf2 hf3 hf4 hf5 hf6 hf7 hf8 hf9; do
        echo "    - {code: $rule, of: person, universe: in_scope and internet," \
            "quantile: {of: hours_online, p: [0.1, 0.5, 0.9], rule: $rule}}"
    done
    for interval in beta xlogit asin; do
        echo "    - {code: math-$interval, of: person," \
            "universe: in_scope and internet, quantile: {of: hours_online," \
            "p: [0.25, 0.5], interval: $interval}}"
    done
    echo 'tables: {by: [area, sex, region, region * area]}'
}
describe >plain.yaml
{
    cat plain.yaml
    cat <<'END'
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
} >greg.yaml
{
    sed 's/clusters: .*/clusters: [EA]/; /^  fpc:/d' plain.yaml
    cat <<'END'
weighting:
  steps:
    - post-stratify:
        of: person
        by: [region]
        counts: {northmark: 420000, eastvale: 380000, southport: 370000,
                 westfield: 260000, highlands: 300000, lake_islands: 50000}
END
} >post.yaml
sed 's/clusters: .*/clusters: [EA]\n  variance: jkn/; /^  fpc:/d' plain.yaml \
    >jkn.yaml
for way in plain greg post jkn; do
    hearth run $way.yaml -o $way -q --to estimate >/dev/null || exit
    sed -n "1p; /^$way,/p" "$FIXTURES/reference/quantiles-exampland.csv" \
        | cut -d, -f2- >$way.csv
    echo "$way: $("$FIXTURES/../scripts/compare-expected" $way.csv \
        $way/estimates.csv)"
done
