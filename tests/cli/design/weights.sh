# A weight is missing, one is 0: weigh refuses, the design is described with the
# base weights.
cp "$FIXTURES/mini/survey.yaml" .
awk -F, -v OFS=, 'NR == 3 { $5 = "" } NR == 5 { $5 = 0 } 1' \
    "$FIXTURES/mini/person.csv" >person.csv
hearth design survey.yaml
