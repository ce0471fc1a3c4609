# Each rule that comes along is broken by one row and kept by all others.
cat >household.csv <<'EOF'
HH,AREA,EXP,E1,E2,E3,E4,N,COMP,CD,NET
1,1,50,5,5,5,5,17,1,1,1
2,1,50,5,5,5,5,1,1,1,2
3,1,-1,,5,5,5,1,1,1,1
4,1,50,5,5,5,36,1,1,1,1
5,,50,5,5,5,5,1,1,1,1
6,1,50,5,5,5,5,1,2,1,1
7,1,50,5,5,5,5,0,1,1,1
8,1,50,5,5,5,5,3,1,1,1
EOF
cat >person.csv <<'EOF'
HH,LINE,AGE,SEX,INT,FREQ,LOC,NI,NC,NN,NP,NS,COMP,CD,MOB,OWN,SMOWN,SM,DEV
1,1,30,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1
1,2,130,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1
1,3,,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1
1,4,30,,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1
1,5,30,1,2,1,1,1,1,1,1,1,1,1,1,1,1,1,1
1,6,30,1,1,,1,1,1,1,1,1,1,1,1,1,1,1,1
1,7,30,1,1,1,9,1,1,1,1,1,1,1,1,1,1,1,1
1,8,30,1,1,1,1,,1,1,1,1,1,1,1,1,1,1,1
1,9,30,1,1,1,1,1,,1,1,1,1,1,1,1,1,1,1
1,10,30,1,1,1,1,1,1,,1,1,1,1,1,1,1,1,1
1,11,30,1,1,1,1,1,1,1,,1,1,1,1,1,1,1,1
1,12,30,1,1,1,1,1,1,1,1,,1,1,1,1,1,1,1
1,13,30,1,1,1,1,1,1,1,1,1,2,1,1,1,1,1,1
1,14,30,1,1,1,1,1,1,1,1,1,1,1,1,2,1,1,1
1,15,30,1,1,1,1,1,1,1,1,1,1,1,2,2,2,1,2
1,16,30,1,1,1,1,1,1,1,1,1,1,1,2,2,2,2,1
1,17,30,1,1,1,1,1,1,1,1,1,1,1,2,1,2,2,2
2,1,30,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1
3,1,30,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1
4,1,30,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1
5,1,30,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1
6,1,30,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1
8,1,30,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1
EOF
{
    cat <<'EOF'
survey: {title: Rules}
files:
  household: {path: household.csv, key: [HH]}
  person:    {path: person.csv, key: [HH, LINE], parent: household}
design: {weight: 1}
indicators: {own: [{code: A, name: Age, of: person, mean: age}]}
variables:
  area: {of: household, from: AREA, categories: {urban: 1, rural: 2}}
  hh_size: {of: household, count: person}
  hh_size_reported: {of: household, from: N}
  exp_total: {of: household, from: EXP}
  exp_equipment: {of: household, from: E1}
  exp_software: {of: household, from: E2}
  exp_services: {of: household, from: E3}
  exp_games: {of: household, from: E4}
  hh_desktop: {of: household, where: CD == 1}
  hh_laptop: {of: household, where: CD == 3}
  hh_tablet: {of: household, where: CD == 4}
  hh_computer: {of: household, where: COMP == 1}
  hh_internet: {of: household, where: NET == 1}
  age: {of: person, from: AGE}
  sex: {of: person, from: SEX, categories: {male: 1, female: 2}}
  internet: {of: person, where: INT == 1}
  internet_frequency: {of: person, from: FREQ, categories: {daily: 1, weekly: 2, less: 3}}
  n_information: {of: person, from: NI}
  n_communication: {of: person, from: NC}
  n_content: {of: person, from: NN}
  n_problems: {of: person, from: NP}
  n_safety: {of: person, from: NS}
  computer: {of: person, where: COMP == 1}
  computer_desktop: {of: person, where: CD == 1}
  computer_laptop: {of: person, where: CD == 3}
  computer_tablet: {of: person, where: CD == 4}
  mobile: {of: person, where: MOB == 1}
  mobile_own: {of: person, where: OWN == 1}
  smartphone_own: {of: person, where: SMOWN == 1}
  smartphone: {of: person, where: SM == 1}
  dev_phone: {of: person, where: DEV == 1}
EOF
    n=1
    for place in home work school other_home community public moving; do
        echo "  loc_$place: {of: person, where: LOC == $n}"
        n=$((n + 1))
    done
} >survey.yaml
hearth check survey.yaml --csv findings.csv >/dev/null
echo "status $?"
sed -n 's/^\([a-z]*\),rule,\(.*\),[^,]*$/\1,\2/p' findings.csv
rules=$(grep -c '^  - {name' "$FIXTURES/../pipeline/catalogue/questionnaires/rules.yaml")
echo "rules: $rules, broken: $(grep -c ',rule,' findings.csv)"
