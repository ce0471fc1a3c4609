# Rows of a record type that has no weights, in a survey that makes those of another:
# it is said, above its numbers and in design.txt, too. weight: 1 is not remarked on.
printf 'HH,EA,AREA,W\n' >household.csv
printf 'HH,L,X\n' >person.csv
for h in 1 2 3 4 5 6 7 8; do
    echo "$h,$((h % 4)),$((1 + h % 2)),$((10 + h))" >>household.csv
    echo "$h,1,$((h % 3))" >>person.csv
    echo "$h,2,1" >>person.csv
done
cat >survey.yaml <<'END'
survey: {title: Half weighted}
files:
  household: {path: household.csv, key: [HH]}
  person: {path: person.csv, key: [HH, L], parent: household}
design: {clusters: [EA], weight: {household: W}}
variables:
  area: {of: household, from: AREA, categories: {urban: 1, rural: 2}}
indicators:
  own: [{code: H, of: household, proportion: AREA == 1},
        {code: P, of: person, proportion: X == 1}]
weighting:
  steps:
    - post-stratify: {of: household, by: area, counts: {urban: 60, rural: 40}}
END
hearth run survey.yaml -o out -q
grep -o '[^.]*very row counts 1[^.]*' out/design.txt
for language in fr es; do
    sed "s/Half weighted}/Half, languages: [$language]}/" survey.yaml >other.yaml
    hearth run other.yaml -o other -q 2>/dev/null | grep ' 1$'
done
sed 's/{household: W}/{household: W, person: 1}/' survey.yaml >one.yaml
hearth run one.yaml -o one -q
cmp out/estimates.csv one/estimates.csv
grep -c 'very row' one/design.txt
exit 0
