# Weights that are missing: how many, and the rows.
cp "$FIXTURES/mini/survey.yaml" .
awk -F, -v OFS=, 'NR > 1 { if (NR % 4 == 0) $5 = "" } 1' "$FIXTURES/mini/person.csv" >person.csv
hearth run survey.yaml -o out -q >/dev/null
status=$?
[ ! -f out/weighting.csv ] || cat out/weighting.csv
exit $status
