# Parity, cells of crossings, indicators, standardised rates and covariances of
# Exampland are those of R survey (scripts/reference-exampland-contrasts.R).
sed "s|path: |path: $FIXTURES/exampland/|g
    s|^tables:|&\n  parity: sex\n  covariance: [sex * age_group]\n\
  contrasts: [sex.female * area.rural - area.urban * sex.female,\n\
    HH7 - HH10, HH18.s / HH18]\n  standardise:\n    - by: age_group\n\
      counts: {\"[15,25)\": 2, \"[25,45)\": 4, \"[45,65)\": 3, \"[65,...)\": 1}|
    s|sex \* age_group, region|sex * area, &|" \
    "$FIXTURES/exampland/survey.yaml" >survey.yaml
hearth run survey.yaml -o out -q >/dev/null || exit
"$FIXTURES/../scripts/compare-expected" \
    "$FIXTURES/reference/contrasts-exampland.csv" out/contrasts.csv
# The same pairs, whatever the order of the two.
fold()
{
    sed -E 's/"(\[[0-9]+),([^"]*)"/\1-\2/g' "$1"
}
fold out/covariance.csv >ours.csv
fold "$FIXTURES/reference/covariance-exampland.csv" >theirs.csv
head -2 out/covariance.csv | cut -d, -f1-8
awk -F, '
NR == FNR { want[$1, $2, $3, $4] = $5; next }
FNR == 1 { for (k = 1; k <= NF; k++) at[$k] = k; next }
$1 == "HH7" {
    w = want[$at["sex_a"], $at["age_group_a"], $at["sex_b"], $at["age_group_b"]]
    d = ($NF - w) / 1e-4                # of a size with the variances
    if (d < 0) d = -d
    if (w == "" || d > 1e-8) print $0, "and in R", w
    n++
}
END { print n, "covariances" }' theirs.csv ours.csv
# Where parity lies, and the effective sample size.
grep '^HH7,.*sex.female / sex.male' out/contrasts.csv | sed 's/.*,//'
grep -m 1 -A 22 '"indicator": "HH7"' out/estimates.json |
    awk '/"deff"/ { d = $2 } /"n_effective"/ { e = $2 }
        /"n":/ { print ($2 / d - e < 1e-9 && e - $2 / d < 1e-9) }'
