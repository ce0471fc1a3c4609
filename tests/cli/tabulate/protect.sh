# A figure that could be found by subtraction is withheld, too.
sed 's/^tables:/tables:\n  publish: {minimum-n: 5, flag-cv: 9, suppress-cv: 9, protect: complementary}/' "$FIXTURES/mini/survey.yaml" >survey.yaml
cp "$FIXTURES/mini/person.csv" .
hearth run survey.yaml -o out -q >/dev/null || exit
cat out/tables/person-by-sex.csv
cut -d, -f1,5-7,14,20 out/estimates.csv
