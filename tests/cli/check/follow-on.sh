# What is made of a variable whose definition has a fault has no other.
cp "$FIXTURES"/mini/person.csv .
cat >survey.yaml <<'EOF'
survey: {title: T, year: 2026}
files:
  person: {path: person.csv, key: [HH, LINE]}
design: {strata: [STRATUM], clusters: [PSU], nested: true, weight: WEIGHT}
variables:
  a: {of: person, from: NOPE + 1}
  b: {of: person, from: a * 2}
  c: {of: person, from: b, cut: [0, 3]}
  Q2: {of: person, from: AGE, categories: {old: aged}}
indicators:
  own:
    - {code: A, of: person, mean: b}
    - {code: B, of: person, proportion: c == x, universe: SEX == 1}
    - {code: C, of: person, mean: Q2, universe: c == y or NOPE2 == 3}
    - {code: D, of: person, proportion: "any(a, b) == 1"}
tables: {by: [c, SEX * c, nope]}
EOF
hearth check survey.yaml
echo "status $?"

# Crossings that no record type can have.
awk -F, 'NR == 1 || !seen[$3]++ { print $1 "," $2 "," $3 "," $5 }' person.csv \
    >household.csv
cat >survey.yaml <<'EOF'
survey: {title: T, year: 2026}
files:
  person: {path: person.csv, key: [HH, LINE]}
  household: {path: household.csv, key: [HH]}
design: {strata: [STRATUM], clusters: [PSU], nested: true, weight: WEIGHT}
variables:
  sex: {of: person, from: SEX, categories: {m: 1, f: 2}}
  area: {of: household, from: STRATUM, categories: {n: north, s: south}}
indicators: {own: [{code: A, of: person, mean: Q2}]}
tables: {by: [sex, sex * area]}
EOF
hearth check survey.yaml
echo "status $?"
