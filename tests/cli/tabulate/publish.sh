# Limits of publication: brackets, stars and counts of cases.
sed 's/^tables:/tables:\n  publish: {minimum-n: 3, flag-cv: 0.15, suppress-cv: 0.34, round: 2}/' "$FIXTURES/mini/survey.yaml" >survey.yaml
cp "$FIXTURES/mini/person.csv" .
hearth run survey.yaml -o out -q >/dev/null || exit
cat out/tables/person-by-stratum.csv out/tables/person-by-sex.csv
cut -d, -f1,5-9,14,20 out/estimates.csv
