# Intervals of proportions: wilson.
sed 's/^tables:/tables:\n  interval: wilson/' "$FIXTURES/mini/survey.yaml" >survey.yaml
cp "$FIXTURES/mini/person.csv" .
hearth run survey.yaml -o out -q >/dev/null || exit
grep -E '^(indicator|M1)' out/estimates.csv | cut -d, -f1,5-7,10,11,20
