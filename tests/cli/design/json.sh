# The same for programs.
cp "$FIXTURES/mini/survey.yaml" .
grep -v '^south,[12]' "$FIXTURES/mini/person.csv" >person.csv
hearth design survey.yaml --json
