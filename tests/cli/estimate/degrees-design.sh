# Degrees of freedom: design.
sed 's/^  nested: true.*/  nested: true\n  degrees-of-freedom: design/' \
    "$FIXTURES/mini/survey.yaml" >survey.yaml
cp "$FIXTURES/mini/person.csv" .
hearth run survey.yaml -o out -q >/dev/null || exit
cut -d, -f1,5-8,10-12 out/estimates.csv
