# What can be wrong with a contrast.
cp "$FIXTURES/mini/person.csv" .
for contrast in 'sex.femal - sex.male' 'sexx.female - sexx.male' 'sex.female' \
    'sex.female - area.urban' 'sex.female / sex.male / sex.male' 'sex - 1' \
    '2 sex.male' 'sex.female * sex.male' '(sex.female - sex.male' \
    'sex.female / (1 - sex.male))' 'sex.male / sex.female - sin(sex.male)' \
    '(sex.female - area.urban) / sex.female' 'log(2)'; do
    sed "s|^tables:|&\n  contrasts: [\"$contrast\"]|" \
        "$FIXTURES/mini/survey.yaml" >survey.yaml
    hearth run survey.yaml -o out -q >/dev/null
    echo $?
done
try()
{
    sed "s|^tables:|&\n  $1|" "$FIXTURES/mini/survey.yaml" >survey.yaml
    hearth run survey.yaml -o out -q >/dev/null
    echo $?
}
try 'contrasts: [sex.female * stratum.north - sex.male * stratum.north]'
try 'contrasts: [M1 - M9]'
try 'contrasts: [M1 - sex.female]'
try 'contrasts: [M1.a - M2]'
try 'contrasts: [sex.male - sex.female * stratum.north]'
try 'parity: stratum'
try 'parity: sex.male - sex.female'
try 'parity: age'
try 'standardise: [{by: sex, shares: {male: 0.4, femal: 0.6}}]'
try 'standardise: [{by: age, shares: {male: 1}}]'
try 'standardise: [{by: sex}]'
try 'standardise: [{by: sex, counts: {male: 0}}, {by: stratum}]'
try 'covariance: [sex * stratum]'
