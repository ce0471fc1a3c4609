# Every kind of what is no weight, at one go.
cp "$FIXTURES/mini/survey.yaml" .
awk -F, -v OFS=, 'NR > 1 { if (NR == 3) $5 = ""; if (NR == 8) $5 = -1 } 1' "$FIXTURES/mini/person.csv" >person.csv
hearth run survey.yaml -o out -q >/dev/null
status=$?
[ ! -f out/weighting.csv ] || cat out/weighting.csv
exit $status
