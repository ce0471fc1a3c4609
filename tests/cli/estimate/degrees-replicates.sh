# Degrees of freedom by the rank of the replicate weights: of made ones in every
# domain, of given ones at most the members; without any there is none.
try()
{
    cp "$FIXTURES/mini/person.csv" .
    sed "s/^  nested: true.*/  nested: true\n  degrees-of-freedom: replicates\n$1/" \
        "$FIXTURES/mini/survey.yaml" >survey.yaml
    hearth run survey.yaml -o out -q >/dev/null || return
    cut -d, -f1,5,6,12 out/estimates.csv | grep -E '^(ind|M1|M2)'
}
try '  variance: jkn'
try '  variance: rao-wu\n  replicates: {number: 5}'
try ''
sed -i 's/degrees-of-freedom: .*/degrees-of-freedom: replicate/' survey.yaml
hearth run survey.yaml -o out -q >/dev/null
echo $?
