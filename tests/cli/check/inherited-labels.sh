# Labels of the parent's file are categories; a skip of what is not there is told.
printf 'HH,AREA,W\n1,1,2\n2,2,3\n3,1,4\n' >household.csv
printf 'HH,LINE,Q1\n1,1,1\n1,2,2\n2,1,1\n3,1,2\n' >person.csv
cat >survey.yaml <<'END'
survey: {title: T}
files:
  household:
    path: household.csv
    key: [HH]
    labels: {AREA: {1: urban, 2: rural}}
  person: {path: person.csv, key: [HH, LINE], parent: household}
design: {clusters: [HH], weight: {household: W, person: household.W}}
variables:
  area: {of: person, from: household.AREA}
  internet: {of: person, where: Q1 == 1}
  in_scope: {of: person, from: true}
indicators:
  catalogue: [itu-2020]
  skip: [HH9i, HH10]
tables: {by: [area]}
END
hearth check survey.yaml
hearth run survey.yaml -o out -q >/dev/null && cut -d, -f1,5,6 out/estimates.csv
sed -i 's/1: urban/1: town/' survey.yaml
hearth check survey.yaml | grep area:
