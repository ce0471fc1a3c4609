# One fault of each kind that can be in the data, and nothing else.
cat >household.csv <<'EOF'
HH,AREA,H02,H09,N
1,1,1,,2
2,2,2,1,1
3,3,1,1,3
4,1,2,,1
EOF
cat >person.csv <<'EOF'
HH,LINE,SEX,AGE,USE,WHERE1,OFTEN,HOURS,PROXY
1,1,1,44,1,1,1,10,0
1,2,2,131,1,2,2,169,0
2,1,2,31,2,1,,,1
3,1,2,9,2,,3,,0
3,2,1,3,1,1,1,7,0
4,1,1,27,,,,,0
EOF
cat >survey.yaml <<'EOF'
survey: {title: Faulty}
files:
  household: {path: household.csv, key: [HH]}
  person:    {path: person.csv, key: [HH, LINE], parent: household}
design: {weight: 1}
variables:
  area: {of: household, from: AREA, categories: {urban: 1, rural: 2}}
  hh_internet: {of: household, where: H02 == 1}
  hh_noint_need: {of: household, where: H09 == 1}
  hh_size: {of: household, count: person}
  hh_size_reported: {of: household, from: N}
  age: {of: person, from: AGE}
  in_scope: {of: person, where: age >= 5}
  internet: {of: person, where: USE == 1}
  loc_home: {of: person, where: internet and WHERE1 == 1}
  internet_frequency: {of: person, from: OFTEN, categories: {daily: 1, weekly: 2, less: 3}}
  hours: {of: person, from: HOURS}
  proxy: {of: person, where: PROXY == 1}
indicators:
  catalogue: [itu-2020]
  own:                          # a narrow universe is no question's filter
    - {code: A, name: Adults online, of: person, proportion: internet, universe: age >= 40}
    - {code: B, name: Hours of adults, of: person, mean: hours, universe: age >= 40}
checks:
  - {name: less than a week online, of: person, require: hours <= 168}
  - {name: no hour without use, of: person, require: internet or missing(hours), severity: warning}
EOF
hearth check survey.yaml --csv findings.csv
echo "status $?"
cat findings.csv
ls -A
