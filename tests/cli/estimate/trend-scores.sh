# Scores of trends: the slope is by them (R: scripts/crosscheck-features), and what
# is left of a line; categories that are not, that have none, and scores alike.
cp "$FIXTURES/mini/person.csv" .
describe()
{
    sed '/^tables:/,$d' "$FIXTURES/mini/survey.yaml"
    cat <<END_OF_TABLES
  age: {of: person, from: AGE, cut: [0, 25, 45, 90]}
tables:
  by: [sex]
  trends: [M1 ~ age, user ~ sex]
$1
END_OF_TABLES
}
try()
{
    describe "$1" | awk '/^  age:/ { next } { print } /^variables:/ {
        print "  age: {of: person, from: AGE, cut: [0, 25, 45, 90]}" }' >survey.yaml
    hearth run survey.yaml -o out -q && cut -d, -f1,8-13 out/tests.csv |
        awk -F, '{ for (i = 1; i <= NF; i++) printf "%s%s", $i ~ /[.]/ ? sprintf("%.7f", $i) : $i,
                                                     i < NF ? "," : "\n" }'
}
try ''
try '  trend-scores: [{by: age, scores: {"[25,45)": 35, "[0,25)": 12.5, "[45,90)": 67.5, "[90,...)": 95}}]'
try '  trend-scores: [{by: age, scores: {"[0,25)": 2, "[25,45)": 4, "[45,90)": 6, "[90,...)": 8}}]'
hearth explain out 'M1 ~ age' | sed -n '/^Proportions/,/^$/p'
try '  trend-scores: [{by: age, scores: {"[0,25)": 2, "[25,45)": 4, "[45,91)": 6}}]'
try '  trend-scores: [{by: age, scores: {"[0,25)": 2, "[25,45)": 4}}]'
try '  trend-scores: [{by: age, scores: {"[0,25)": 2, "[25,45)": 2}}]'
try '  trend-scores: [{by: stratum, scores: {north: 2}}, {by: age}, {scores: {a: 1}}]'
try '  trend-scores: [{by: sex, scores: {male: 2}}, {by: sex, scores: {male: 1}}]'
exit 0
