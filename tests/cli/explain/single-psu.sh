# A cell within one PSU has no standard error: its totals are shown, and why.
sed 's/sex: .*/sex: {of: person, from: PSU, categories: {one: 1, others: 2..3}}/
s/^  - {code: M2.*//; s/^  - {code: M3.*//; s/by: .*/by: [sex, sex * stratum]/' \
    "$FIXTURES/mini/survey.yaml" >survey.yaml
cp "$FIXTURES/mini/person.csv" .
hearth run survey.yaml -o out -q >/dev/null || exit
hearth explain out 'M1[sex=one, stratum=north]'
