# What can be wrong with a contrast.
cp "$FIXTURES/mini/person.csv" .
for contrast in 'sex.femal - sex.male' 'sexx.female - sexx.male' 'sex.female' \
    'sex.female - area.urban' 'sex.female / sex.male / sex.male' 'sex - 1' \
    '2 sex.male' 'sex.female * sex.male'; do
    sed "s|^tables:|&\n  contrasts: [\"$contrast\"]|" \
        "$FIXTURES/mini/survey.yaml" >survey.yaml
    hearth run survey.yaml -o out -q >/dev/null
    echo $?
done
