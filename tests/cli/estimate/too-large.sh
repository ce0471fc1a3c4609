# Totals, and errors, beyond the largest double are none, flagged; a literal, a
# stage that is written twice, and degrees of freedom without end.
awk 'BEGIN {
    print "ID,S,P,W,Y,Z"
    for (i = 1; i <= 12; i++)
        printf "%d,%d,%d,2,%s,%s\n", i, i % 2, i % 4, i % 3 ? "1.1e308" : "-1e307", (i * 7 % 5) "e200"
}' >data.csv
describe()
{
    cat <<END
survey: {title: Large}
files: {person: {path: data.csv, key: [ID]}}
design: {strata: [S], clusters: [$1], nested: true, weight: W, degrees-of-freedom: $2}
variables:
  g: {of: person, from: ID, cut: [1, 7, 13]}
  s: {of: person, from: S, categories: {even: 0, odd: 1}}
indicators:
  own:
    - {code: T, of: person, total: Y}
    - {code: M, of: person, mean: Z}
    - {code: P, of: person, proportion: ID > $3}
tables: {by: [g], contrasts: ["g.\`[7,13)\` - g.\`[1,7)\`"], confidence: 0.95}
END
}
describe P domain 6 >survey.yaml
hearth run survey.yaml -o out -q --to estimate
cut -d, -f1,5-14,18-20 out/estimates.csv | grep -v '^P'
cut -d, -f1,5-12,15 out/contrasts.csv | grep -v '^P'
grep -ci '[^a-z]inf[^a-z]\|nan' out/estimates.csv out/contrasts.csv out/estimates.json
for df in 1e300 1e15 1e9; do
    describe P $df 6 >survey.yaml
    hearth run survey.yaml -o out -q --to estimate 2>/dev/null
    grep '^P,,person,proportion,_T' out/estimates.csv | cut -d, -f6,9- |
        sed -E 's/([0-9]\.[0-9]{7})[0-9]*/\1/g'
done
describe P domain 1e999 >survey.yaml
hearth run survey.yaml -o out -q --to estimate
describe 'P, ID, P' domain 6 | sed 's/strata: .S./strata: [S, S]/' >survey.yaml
hearth run survey.yaml -o out -q --to estimate
exit 0
