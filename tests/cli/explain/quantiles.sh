# Quantiles, opened by way of F: parts add up to what is published, by
# linearisation, with calibrated weights and by replicates; contrasts as
# published: of indicators, of parity, standardised.
cp "$FIXTURES/mini/person.csv" .
{
    sed '/^tables:/,$d' "$FIXTURES/mini/survey.yaml"
    cat <<'END_OF_TABLES'
    - {code: Q, of: person, quantile: {of: hours, p: 0.5}}
    - {code: B, of: person, quantile: {of: hours, p: [0.25, 0.5], rule: hf7, interval: beta}}
    - {code: S, of: person, quantile: {of: hours, p: 0.5, interval: score}}
tables:
  by: [sex, stratum]
  parity: sex
  contrasts: [M2 / M1]
  standardise: [{by: sex, shares: {male: 0.4, female: 0.6}}]
END_OF_TABLES
} >plain.yaml
{
    cat plain.yaml
    cat <<'END_OF_STEPS'
weighting:
  steps:
    - calibrate: {margins: [{by: sex, counts: {male: 170, female: 200}}]}
END_OF_STEPS
} >calibrated.yaml
sed 's/^  weight: WEIGHT/&\n  variance: jkn/' plain.yaml >jkn.yaml
sed 's/^  weight: WEIGHT/&\n  variance: bootstrap\n  replicates: {number: 20}/
     s/p: 0.5}/p: 0.5, interval: quantile}/' plain.yaml >bootstrap.yaml
short() { sed -E 's/([0-9]\.[0-9]{7})[0-9]*/\1/g'; }
for way in plain calibrated jkn bootstrap; do
    hearth run $way.yaml -o $way -q >/dev/null || exit
    hearth explain $way --verify | sed 's/difference: .*/difference: .../'
done
hearth explain plain Q --top 2
hearth explain plain B.0.25 S | sed -n '/^Interval/,/^$/p'
hearth explain jkn Q --top 2 | sed -n '/^Variance/,/^Degrees/p'
hearth explain bootstrap Q --top 1 | sed -n '/^Variance/,/^Degrees/p' | sed -n '2,4p'
hearth explain plain Q --json --top 1 | sed -n '/"quantile": {/,/}/p' | short
hearth explain plain 'Q[stratum=south]' | sed -n '/^Variance/,/^Degrees/p'
hearth explain plain 'M1: sex.female / sex.male' 'M2: M2 / M1' \
    'M1: standardised by sex' | sed -n '/^Contrast/,/^$/p; /^Interval/,/^$/p'
grep -h 'standardised by\|sex.female / sex.male' plain/contrasts.csv | cut -d, -f1,5,8,9,11,12 | head -4 | short
hearth explain plain 'M1: M2 / M1'
echo "$?"
