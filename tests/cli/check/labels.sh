# A value without a label where nearly all have one; a household entered twice.
{
    echo HH,AREA,Q1,Q2,Q3,Q4,Q5,Q6,Q7,Q8,Q9,Q10,Q11,Q12,Q13,Q14,Q15
    for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
        echo "$i,$((i % 2 + 1)),$i,1,2,$((i * 7 % 5)),1,2,2,1,1,2,1,2,2,1,$((i * i))"
    done
    echo 13,3,13,1,2,1,1,2,2,1,1,2,1,2,2,1,169
    echo 14,2,7,1,2,4,1,2,2,1,1,2,1,2,2,1,49
} >household.csv
cat >survey.yaml <<'EOF'
survey: {title: Labels}
files:
  household: {path: household.csv, key: [HH], labels: {AREA: {1: Urban, 2: Rural}}}
design: {weight: 1}
variables:
  urban: {where: AREA == 1}
  spent: {from: Q1 + Q2 + Q3 + Q4 + Q5 + Q6 + Q7 + Q8 + Q9 + Q10 + Q11 + Q12 + Q13 + Q14 + Q15}
indicators: {own: [{code: U, name: Urban, proportion: urban}]}
EOF
hearth check survey.yaml
