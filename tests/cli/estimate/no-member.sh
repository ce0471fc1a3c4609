# A household in which nobody answered stays a sampling unit of its stratum.
printf 'HH,EA\n1,1\n2,1\n3,1\n4,2\n5,2\n' >household.csv
printf 'HH,L,X,W\n1,1,1,2\n1,2,0,2\n3,1,1,2\n4,1,1,2\n5,1,0,2\n' >person.csv
cat >survey.yaml <<'EOF'
survey: {title: No member}
files:
  household: {path: household.csv, key: [HH]}
  person:    {path: person.csv, key: [HH, L], parent: household}
design: {weight: {person: W}}
variables: {x: {of: person, where: X == 1}}
indicators: {own: [{code: A, name: A, of: person, proportion: x}]}
EOF
# By hand: the units' sums of weight (x - 0.6) / 10 are -0.04 0 0.08 0.08 -0.12,
# and the variance is 5/4 of the sum of their squares, 0.0288: 0.036.
hearth run survey.yaml -o out -q
cut -d, -f1,5,6 out/estimates.csv
sed -i 's/^design: {/design: {clusters: [EA], /' survey.yaml
# Two units: 0.04 and -0.04; 2 x 0.0032 = 0.0064.
hearth run survey.yaml -o out -q
cut -d, -f1,5,6 out/estimates.csv
