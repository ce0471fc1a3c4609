# Errors by replicates: the export has their weights, with what the variance
# takes them by.
cp "$FIXTURES/mini/person.csv" .
sed 's/^  weight: WEIGHT/&\n  variance: jkn/' "$FIXTURES/mini/survey.yaml" >survey.yaml
hearth run survey.yaml -o out -q >/dev/null || exit
hearth crosscheck out 'M1[sex=*]' --no-run -q || exit
sed -n '/the sample/,/Interval/p' out/crosscheck/crosscheck.R
cat out/crosscheck/person-replicates.csv
cut -d, -f1-15 out/crosscheck/person.csv | sed -n '1,3p; 20,22p'
sed -n '/^svyset/p' out/crosscheck/crosscheck.do
