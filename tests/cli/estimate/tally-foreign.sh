# A tally of other data is refused by name.
description=$FIXTURES/mini/survey.yaml
hearth run "$description" -o out -q >/dev/null || exit
cp "$description" . && sed "s/,1,2.5$/,2,/" "$FIXTURES/mini/person.csv" >person.csv
hearth run survey.yaml -o other -q >/dev/null || exit
cp other/tally.h5 out/tally.h5
hearth estimate "$description" -o out -q
