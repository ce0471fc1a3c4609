# A variable made of a column's own categories, of a text, of another variable, or of
# the household's, has all of these.
awk -v OFS=, 'BEGIN { print "hh,line,stratum,psu,w,school,award,roof,y"
             for (i = 0; i < 60; i++)
                 print int(i / 2), i, int(i / 2) % 2, int(i / 10), 1 + i % 3, \
                       substr("EHM", 1 + i * 7 % 3, 1), 1 + i * 5 % 2, \
                       1 + int(i / 2) % 3, i * 11 % 7 < 3 }' >person.csv
cat >survey.yaml <<'END'
survey: {title: From}
files:
  household: {from: person, key: [hh]}
  person: {path: person.csv, key: [hh, line], parent: household,
           labels: {award: {1: "No", 2: "Yes"}}}
design: {strata: stratum, clusters: psu, nested: true, weight: w, lonely-psu: remove}
variables:
  kind: {of: person, from: school}
  prize: {of: person, from: award}
  size: {of: household, from: roof, categories: {a: 1, b: 2, c: 3}}
  home: {of: person, from: household.size}
indicators:
  own: [{code: P, of: person, proportion: y == 1}]
tables: {by: [kind, prize, size, home]}
END
hearth run -q survey.yaml -o out || exit
cut -d, -f5-11 out/estimates.csv
hearth run -q survey.yaml -o out --from tally --force
echo "status $?"
