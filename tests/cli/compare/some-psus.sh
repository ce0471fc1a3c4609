# PSU 3 of the south was exchanged; M3 is not asked any more, M4 is new; the
# categories of sex stand in another order, and the crossing, too.
sed '/^south,3,/s/^south,3,/south,4,/' "$FIXTURES/mini/person.csv" >person.csv
sed -e 's/categories: {male: 1, female: 2}/categories: {female: 2, male: 1}/' \
    -e 's/code: M3/code: M4/; s/by: .*/by: [sex * stratum]/' \
    "$FIXTURES/mini/survey.yaml" >survey.yaml
cp "$FIXTURES/mini/person.csv" old.csv
sed -e 's/by: .*/by: [stratum * sex, sex]/; s/person.csv/old.csv/' \
    "$FIXTURES/mini/survey.yaml" >old.yaml
hearth run old.yaml -o a -q >/dev/null || exit
hearth run survey.yaml -o b -q >/dev/null || exit
hearth compare a b --groups
