# Quantiles, contrasts, covariances, tests and models: what R and Stata are asked.
cp "$FIXTURES/mini/person.csv" .
{
    sed 's|^indicators:|  age: {of: person, from: AGE}\n&|; /^tables:/,$d' \
        "$FIXTURES/mini/survey.yaml"
    cat <<'END_OF_TABLES'
    - {code: Q, of: person, quantile: {of: hours, p: 0.5, interval: beta}}
tables:
  by: [sex, stratum]
  parity: sex
  contrasts: [M2 / M1, (M2 - M1) / M1]
  covariance: [sex]
  tests: [M1 ~ sex, age >= 30 ~ sex | stratum]
  trends: [M1 ~ stratum]
models:
  - {code: A, outcome: user, on: [sex, age, sex * age], reference: {sex: female}}
END_OF_TABLES
} >survey.yaml
hearth run survey.yaml -o out -q >/dev/null || exit
hearth crosscheck out Q 'M1: sex.female / sex.male' 'M2: M2 / M1' \
    'M2: (M2 - M1) / M1' \
    'Q: sex.female / sex.male' 'M1 ~ sex' 'age >= 30 ~ sex | stratum' 'M1 ~ stratum' A --no-run -q
sed -n '/the results ----/,/^results/p' out/crosscheck/crosscheck.R
sed -n '/^svyset/,$p' out/crosscheck/crosscheck.do |
    sed -E 's/([0-9]\.[0-9]{5})[0-9]+/\1/g'
hearth crosscheck out --no-run -q | head -1
grep -A 4 '^covariances("\?c("M1' out/crosscheck/crosscheck.R
hearth crosscheck out 'M1: sex.male / sex.female' --no-run -q
echo "$?"
