# What can be wrong with a model.
cp "$FIXTURES/mini/person.csv" .
try()
{
    { cat "$1"; echo "models: [$2]"; } >survey.yaml
    hearth run survey.yaml -o out -q >/dev/null
    echo $?
}
while read -r model; do
    try "$FIXTURES/mini/survey.yaml" "$model"
done <<'END'
{code: A, outcome: user, on: [sexx]}
{code: A, outcome: usr, on: [sex]}
{code: A, outcome: hours, on: [sex]}
{code: A, outcome: user, on: [sex, hours], reference: {sex: mal, hours: 3}}
{code: A, outcome: user, on: [sex], reference: {age: 3}}
{code: A, outcome: user, on: [user]}
{code: A, outcome: M3, on: [sex]}
{code: A, outcome: user, on: [sex * sex]}
{code: A, outcome: user, on: [sex], kind: probit}
{code: A, outcome: user, on: [sex], of: household}
{code: A A, outcome: user, on: [sex], universe: hours}
{code: A, outcome: user}
{code: A, outcome: user, on: [sex]}, {code: A, outcome: user, on: [sex]}
END
sed "s|path: |path: $FIXTURES/exampland/|g" \
    "$FIXTURES/exampland/survey.yaml" >exampland.yaml
try exampland.yaml '{code: A, of: person, outcome: internet, on: [hh_size]}'
try exampland.yaml '{code: A, of: household, outcome: hh_tv, on: [sex]}'
