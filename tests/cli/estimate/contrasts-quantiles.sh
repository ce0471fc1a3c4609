# Contrasts of quantiles: of groups, of quantiles with others and with means; the
# same whatever the order of rows, the threads and the shards.  Of strata the
# variances add up, and what is the same twice does not differ.
mkdir data
cp "$FIXTURES/mini/person.csv" data
describe()
{
    sed "/- {code: M3/a\\
    - {code: Q, of: person, quantile: {of: hours, p: [0.25, 0.5], interval: $1}}\\
    - {code: Q2, of: person, quantile: {of: hours, p: 0.5, rule: hf7, interval: $1}}
    s/^  by:.*/  by: [stratum, sex]\n  parity: sex\n  contrasts: [sex.male - sex.female,\
 stratum.north - stratum.south, Q2 - M2, Q.\`0.5\` \/ Q.\`0.25\`, 2 * Q2 - Q.\`0.5\`]\n\
  standardise: [{by: sex, shares: {male: 0.4, female: 0.6}}]/
    s/^  weight: WEIGHT/&\n  variance: $2/" "$FIXTURES/mini/survey.yaml" >data/survey.yaml
}
short() { sed -E 's/([0-9]\.[0-9]{7})[0-9]*/\1/g'; }
for way in 'mean linearisation' 'mean jkn' 'quantile bootstrap'; do
    # shellcheck disable=SC2086
    describe $way
    echo "== $way"
    hearth run data/survey.yaml -o out -q >/dev/null || exit
    grep -E '^(indicator|Q)' out/contrasts.csv | cut -d, -f1-2,5-8,10-14,18- | short
    grep -c 'Q.*standardised' out/contrasts.csv
    hearth explain out --verify
done
describe mean linearisation
hearth run data/survey.yaml -o out -q >/dev/null || exit
head -1 data/person.csv >head
tail -n +2 data/person.csv >rows
for order in 'sort -r' tac; do
    $order rows | cat head - >data/person.csv
    hearth run data/survey.yaml -o other -q -j 3 >/dev/null || exit
    cmp out/contrasts.csv other/contrasts.csv && echo "$order"
done
cat head rows >data/person.csv
for k in 1 2 3; do
    hearth tally data/survey.yaml -o other -q --shard $k/3 || exit
done
rm other/tally.h5
hearth tally data/survey.yaml -o other -q --merge other/tally-?-of-3.h5 || exit
hearth estimate data/survey.yaml -o other -q || exit
cmp out/contrasts.csv other/contrasts.csv && echo 3 shards
sed -i 's/Q2 - M2/Q.`0.5` - Q2.`0.5`, Q.`0.75` - M2, Q - M2/' data/survey.yaml
hearth check data/survey.yaml 2>&1

# Exampland, whose regions are strata.
{
    sed "s|path: |path: $FIXTURES/exampland/|g; /^indicators:/,\$d" \
        "$FIXTURES/exampland/survey.yaml"
    cat <<'END_OF_TABLES'
indicators:
  own:
    - {code: Q, of: person, universe: in_scope and internet, quantile: {of: hours_online, p: 0.5}}
    - {code: R, of: person, universe: in_scope and internet, quantile: {of: hours_online, p: 0.5}}
tables:
  by: [region, sex]
  contrasts: [region.northmark - region.eastvale, region.northmark / region.eastvale,
    sex.female - sex.male, Q - R, Q / R]
END_OF_TABLES
} >survey.yaml
hearth run survey.yaml -o out -q --to estimate >/dev/null || exit
awk -F, '
FNR == 1 {
    for (k = 1; k <= NF; k++) at[$k] = k
    next
}
FNR == NR { value[$1, $(at["region"])] = $(at["estimate"])
    se[$1, $(at["region"])] = $(at["se"]); next }
{ contrast = $(at["contrast"]); got = $(at["se"]); n[contrast]++ }
contrast ~ /northmark/ {
    a = se[$1, "northmark"]; b = se[$1, "eastvale"]
    q = value[$1, "northmark"]; r = value[$1, "eastvale"]
    want = contrast ~ /-/ ? a ^ 2 + b ^ 2 : a ^ 2 / r ^ 2 + q ^ 2 * b ^ 2 / r ^ 4
    print $1, contrast, (got ^ 2 / want - 1) ^ 2 < 1e-20
}
contrast ~ /^Q - R/ { differ += $(at["estimate"]) != 0 || got != 0 }
contrast ~ /^Q . R/ { differ += got > 1e-15 }
END { print n["Q - R"], n["Q / R"], differ + 0 }' out/estimates.csv out/contrasts.csv
hearth explain out --verify
