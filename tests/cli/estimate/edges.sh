# What a methodologist would try: a cell that nobody is in (g = d), one within
# a single PSU (c), one without weight (b), a ratio of nothing, all and none.
cat >person.csv <<'END'
S,PSU,W,G,Y,X,YES,NO
1,1,3.5,a,2,4,1,0
1,1,2.5,a,3,0,1,0
1,2,4.25,a,5,0,1,0
1,2,0,b,7,3,1,0
1,3,1.75,a,1,0,1,0
2,1,2.25,c,4,0,1,0
2,1,6.5,c,6,0,1,0
2,2,0,b,9,5,1,0
2,3,3,a,,6,1,0
END
cat >survey.yaml <<'END'
survey: {title: Edges}
files: {person: {path: person.csv}}
design: {strata: [S], clusters: [PSU], nested: true, weight: W}
variables:
  g: {of: person, from: G, categories: {a: a, b: b, c: c, d: d}}
  yes: {of: person, where: YES == 1}
  no: {of: person, where: NO == 1}
  y: {of: person, from: Y}
  x: {of: person, from: X}
indicators:
  own:
    - {code: P1, of: person, proportion: yes}
    - {code: P0, of: person, proportion: no}
    - {code: M, of: person, mean: y}
    - {code: T, of: person, total: y}
    - {code: R, of: person, ratio: {numerator: y, denominator: x}}
    - {code: N, of: person, mean: y, universe: no}
    - {code: S, of: person, shares: g}
tables: {by: [g], publish: {minimum-n: 2}}
END
hearth run survey.yaml -o out -q >/dev/null || exit
cat out/estimates.csv
sed -n '/^Estimates/,/^$/p; /^Notes/,$p' out/tables/person-by-g.csv
