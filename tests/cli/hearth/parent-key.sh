# Households and persons whose files call the key differently, as those of DHS do.
awk 'BEGIN {
    srand(7)
    print "hv001,hv002,hv005,hv022,hv025" >"household.csv"
    print "v001,v002,v003,v005,v171a" >"person.csv"
    for (c = 1; c <= 12; c++)
        for (h = 1; h <= 5; h++) {
            w = 800000 + int(900000 * rand())
            print c "," h "," w "," 1 + (c > 6) "," 1 + (c % 3 == 0) >"household.csv"
            for (p = 1; p <= 1 + (c * h) % 3; p++)
                print c "," h "," p "," w "," int(2 * rand()) >"person.csv"
        }
}'
cat >survey.yaml <<'END'
survey: {title: Women, year: 2026}
files:
  household: {path: household.csv, key: [hv001, hv002]}
  person: {path: person.csv, key: [v001, v002, v003], parent: household, parent-key: [v001, v002]}
design:
  strata: [hv022]
  clusters: [hv001, hv002]
  weight: {household: hv005 / 1000000, person: v005 / 1000000}
variables:
  area: {of: household, from: hv025, categories: {urban: 1, rural: 2}}
  internet: {of: person, where: v171a == 1}
  online: {of: household, any: person.internet}
indicators:
  own:
    - {code: A, of: person, proportion: internet}
    - {code: B, of: household, proportion: online}
tables: {by: [area]}
END
mkdir same
sed '1s/v001,v002/hv001,hv002/' person.csv >same/person.csv
cp household.csv same
sed 's/, parent-key: .*}/}/; s/key: \[v001, v002, v003\]/key: [hv001, hv002, v003]/' survey.yaml >same/survey.yaml
hearth run survey.yaml -o out -q && hearth run same/survey.yaml -o same/out -q &&
    cmp out/estimates.csv same/out/estimates.csv && cut -d, -f1-5 out/estimates.csv
hearth export out --to x.csv -q && cut -d, -f1-4 x-person.csv | head -2
# What can be wrong with it.
try() {
    sed "$1" survey.yaml >wrong.yaml
    hearth run wrong.yaml -o wrong -q
    echo $?
}
try 's/parent-key: \[v001, v002\]/parent-key: [v001]/'
try 's/parent-key: \[v001, v002\]/parent-key: [v001, v00]/'
try 's/parent: household, //; /online/d'
try 's/, parent-key: .*}/}/'
