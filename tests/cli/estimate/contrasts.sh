# Differences, ratios, sums and formulas, in the total and within other classifications.
cp "$FIXTURES/mini/person.csv" .
sed 's/^tables:/&\n  contrasts: [sex.female - sex.male, sex.female \/ sex.male,\n    0.25 * sex.male + 0.75 * sex.female - sex.male,\n    (sex.female - sex.male) \/ sex.male,\n    log(M1 - M1)]/' \
    "$FIXTURES/mini/survey.yaml" >survey.yaml
hearth run survey.yaml -o out -q >/dev/null || exit
cat out/contrasts.csv
