# lonely-psu: fail lists what it would refuse, with whom to merge.
cp "$FIXTURES/mini/survey.yaml" .
grep -v '^south,[12]' "$FIXTURES/mini/person.csv" >person.csv
hearth design survey.yaml --all
