# Lines of a .csv that end in carriage returns alone, as old spreadsheets have
# them, give the same numbers; a table of totals like that is refused.
sed 's/person.csv/own.csv/' "$FIXTURES/mini/survey.yaml" >survey.yaml
cp "$FIXTURES/mini/person.csv" own.csv
hearth run survey.yaml -o lf -q >/dev/null
tr -d '\r' <"$FIXTURES/mini/person.csv" | tr '\n' '\r' >own.csv
hearth run survey.yaml -o cr/ 2>/dev/null | tail -n 2
cmp lf/estimates.csv cr/estimates.csv && wc -l <cr/estimates.csv
sed 's/^tables:/&\n  standardise: [{by: sex, totals: sexes.csv}]/' survey.yaml >standard.yaml
printf 'sex,total\rmale,3\rfemale,7\r' >sexes.csv
hearth run standard.yaml -o cr -q >/dev/null
echo $?
