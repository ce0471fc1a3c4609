# Every stratum with a single PSU is named, not the first alone.
cp "$FIXTURES/mini/survey.yaml" .
grep -v '^[a-z]*,[12]' "$FIXTURES/mini/person.csv" >person.csv
hearth run survey.yaml -o out -q >/dev/null
