# Counts of the first stage and rates of the second: R is told rates of both.
awk -F, 'NR == 1 { print $0 ",N,RATE"; next }
{ print $0 "," ($1 == "north" ? 20 : 12) "," ($2 == 3 ? 1 : 0.25) }' \
    "$FIXTURES/mini/person.csv" >person.csv
sed 's/clusters: .*/clusters: [PSU, HH]\n  fpc: [N, RATE]/' \
    "$FIXTURES/mini/survey.yaml" >survey.yaml
hearth design survey.yaml | grep -A 2 ' R: '
hearth design survey.yaml --json | grep -o '"r": "person <- within([^,]*'
hearth run survey.yaml -o out -q >/dev/null || exit
grep -A 3 '^R, ' out/design.txt
# Of one stage there is nothing to mix.
sed -i "s/clusters: .*/clusters: [PSU]/; s/fpc: .*/fpc: [N]/" survey.yaml
hearth design survey.yaml | grep ' R: '
