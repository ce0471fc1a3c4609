# A level of confidence other than 95 %.
sed 's/^tables:/tables:\n  confidence: 0.8/' "$FIXTURES/mini/survey.yaml" >survey.yaml
cp "$FIXTURES/mini/person.csv" .
hearth run survey.yaml -o out -q >/dev/null || exit
cut -d, -f1,5-7,10,11 out/estimates.csv
head -12 out/tables/person.csv
