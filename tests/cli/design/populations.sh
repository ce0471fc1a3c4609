# A population smaller than the sample, and a stratum that was taken whole.
sed 's/  nested: true.*/  nested: true\n  fpc: [N]/' "$FIXTURES/mini/survey.yaml" >survey.yaml
sed '1s/$/,N/; /^north/s/$/,3/; /^south/s/$/,2/' "$FIXTURES/mini/person.csv" >person.csv
hearth design survey.yaml | sed -n '/^person/,/Weights/p'
