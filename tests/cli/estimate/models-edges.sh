# Models that have no coefficients, and columns that have none: all as it is, and
# said.
cp "$FIXTURES/mini/person.csv" .
{
    cat "$FIXTURES/mini/survey.yaml"
    cat <<'END'
models:
  - {code: good, outcome: user, on: [sex]}
  - {code: line, outcome: hours, kind: linear, on: [sex, stratum]}
  - {code: apart, outcome: user, on: [age, sex], universe: user or sex == "female"}
  - {code: constant, outcome: user, on: [sex], universe: user}
  - {code: nobody, outcome: user, on: [sex], universe: hours > 99}
  - {code: women, outcome: user, on: [sex, stratum], universe: sex == "female"}
  - {code: one-psu, outcome: user, on: [age], universe: stratum == "south" and psu == 1}
END
} | sed 's|^indicators:|  age: {of: person, from: AGE}\n  psu: {of: person, from: PSU}\n&|' \
    >survey.yaml
hearth run survey.yaml -o out -q >/dev/null || exit
for file in models models-terms; do
    sed -E 's/([0-9]\.[0-9]{7})[0-9]*/\1/g' out/$file.csv
done
