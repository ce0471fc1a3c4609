# M1 is declared to be broken, and M2 is of others than it was: both are marked,
# and said in words where tables are made.
cp "$FIXTURES/mini/person.csv" .
sed 's/languages: .*//; s/^indicators:/&\n  breaks:\n    - {indicator: M1, what: {en: asked otherwise, fr: autre question}}/
     s/year: 2026/year: 2028/; s/\(code: M2.*universe: \)\([^}]*\)/\1sex == female and (\2)/' \
    "$FIXTURES/mini/survey.yaml" >survey.yaml
grep -A3 -n 'breaks\|M2' survey.yaml
hearth run "$FIXTURES/mini/survey.yaml" -o a -q >/dev/null || exit
hearth run survey.yaml -o b -q >/dev/null || exit
hearth compare a b -o change.csv
awk -F, '{ print $1, $NF }' change.csv | sort -u
tail -2 b/tables/person.csv

# No such indicator.
sed -i 's/indicator: M1, /indicator: M9, /' survey.yaml
hearth check survey.yaml
