# How many did not answer; tables of an earlier run that are none are removed.
mkdir -p out/tables && echo old >out/tables/person-by-shoe.csv
hearth run "$FIXTURES/mini/survey.yaml" -o out -q >/dev/null || exit
ls out/tables
cat out/tables/missing.csv
