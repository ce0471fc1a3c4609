# Categories, and classifications, that are not: in contrasts, parity, standards,
# tests and trends; all of them at once, before any row is read.
cp "$FIXTURES/mini/person.csv" .
sed '/^tables:/,$d' "$FIXTURES/mini/survey.yaml" >survey.yaml
cat >>survey.yaml <<'END'
    - {code: S1, of: person, shares: sex}
tables:
  by: [sex, stratum, sex * stratum]
  contrasts: [sex.femal - sex.mal, sex.female * stratum.east - sex.male * stratum.west,
              S1.female - S1.men]
  parity: stratum
  standardise: [{by: sex, shares: {male: 0.4, other: 0.6}}]
  tests: [M1 ~ region, M1 ~ sex | stratums]
  trends: [M1 ~ sex]
  trend-scores: [{by: sex, scores: {male: 1, fem: 2}}]
END
hearth check survey.yaml
echo $?
hearth run survey.yaml -o out -q
echo $?
ls out
