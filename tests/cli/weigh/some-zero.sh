# Some weights of zero: reported, counted in nothing.
cp "$FIXTURES/mini/survey.yaml" .
awk -F, -v OFS=, 'NR > 1 { if ($6 == 2) $5 = 0 } 1' "$FIXTURES/mini/person.csv" >person.csv
hearth run survey.yaml -o out -q >/dev/null
status=$?
[ ! -f out/weighting.csv ] || cat out/weighting.csv
exit $status
