# What is named where it does not belong, or twice, has one fault, where it is named.
cp "$FIXTURES"/catalogue/*.csv .
survey=$FIXTURES/catalogue/survey.yaml
try() {
    sed "$1" "$survey" >survey.yaml
    hearth check survey.yaml 2>&1 >/dev/null | head -7
}
pick() { try "s/^  catalogue: .*/  catalogue: $1/; /^  given:/d"; }
hearth catalogue --language pt
echo "pt: $?"
hearth catalogue itu-2020 HH1 --language es | head -1
pick '[itu-2020, itu-2025]'
pick '[sdg, sdg]'
pick '[itu-2014]\n  vintage: 2020'
pick '[itu-2014, facts-and-figures]'
try 's/^  views: .*/  views: [facts-and-figures, itu-2020]/'
# A variable of another kind than the list needs: where the list is named.
try 's/^  hh_tv: .*/  hh_tv: {of: household, from: HH2, categories: {"yes": 1, "no": 2}}/
     s/^  exp_equipment: .*/  exp_equipment: {of: household, from: HH2, categories: {a: 1, b: 2}}/' |
    grep -v '^hearth-.*and .* more'

# Who was asked, once.
sed 's/^  catalogue: .*/  catalogue: [itu-2025, women]/; /^  given:/d' "$survey" >survey.yaml
hearth check survey.yaml --csv found.csv >/dev/null 2>&1
sed -n 's/.*HH7: answered where this is false: //p; s/.*HH19_ra: answered where this is false: //p' found.csv

# An area whose activities the survey counts itself has a note; one that it does not, none.
sed 's/^  catalogue: .*/  catalogue: [itu-2020]/; /^  given:/d; /^  skill_verify:/d
     s/^indicators:/  n_information: {of: person, from: "count(act_news, act_goods_info)"}\n\nindicators:/
     s/^  views: .*/  by: [sex]/' "$survey" >survey.yaml
hearth run survey.yaml -o out -q 2>/dev/null
for where in out/tables out/tables/fr out/tables/es; do
    grep -h -o -E '(itself|elle-même|propia encuesta).*' $where/person.csv | sort | uniq -c
done
grep -h -E '^"?HH(8|9|3)[.:].*(certain|remembered)' out/tables/person.csv out/tables/household.csv
