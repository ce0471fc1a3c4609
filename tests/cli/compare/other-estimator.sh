# M1 is a total now, and so is M2; and folders that are no results.
cp "$FIXTURES/mini/person.csv" .
sed 's/proportion: user/total: user/; s/mean: hours/total: hours/' \
    "$FIXTURES/mini/survey.yaml" >survey.yaml
hearth run "$FIXTURES/mini/survey.yaml" -o a -q >/dev/null || exit
hearth run survey.yaml -o b -q >/dev/null || exit
hearth compare a b
echo $?
hearth compare a
echo $?
hearth compare a nowhere
echo $?
mkdir empty
hearth compare a empty
echo $?
echo >>b/estimates.json
hearth compare a b
