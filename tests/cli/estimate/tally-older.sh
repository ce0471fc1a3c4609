# A tally that was made from other weights than those that are there now.
description=$FIXTURES/mini/survey.yaml
hearth run "$description" -o out -q >/dev/null || exit
cp "$description" . && sed "s/,20,/,21,/" "$FIXTURES/mini/person.csv" >person.csv
for stage in ingest derive weigh; do
    hearth $stage survey.yaml -o out -q || exit
done
hearth estimate survey.yaml -o out -q
