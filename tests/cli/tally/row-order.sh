# The order of rows in the file changes no bit of the estimates.
cp "$FIXTURES/mini/survey.yaml" .
head -1 "$FIXTURES/mini/person.csv" >head
tail -n +2 "$FIXTURES/mini/person.csv" >rows
for order in 'sort' 'sort -r' 'sort -t, -k4n -k3r' 'tac'; do
    $order rows | cat head - >person.csv
    hearth run survey.yaml -o out -q >/dev/null || exit
    hearth run "$FIXTURES/mini/survey.yaml" -o given -q >/dev/null || exit
    cmp out/estimates.csv given/estimates.csv && echo "$order"
done
