# A household file and a person file, every kind of step, one after the other.
cat >hh.csv <<'END'
HH,EA,REGION,P1,N2,M2,RESULT,ELIGIBLE
1,1,n,0.1,20,2,1,1
2,1,n,0.1,20,2,0,1
3,2,n,0.125,18,3,1,2
4,2,n,0.125,18,3,0,2
5,2,n,0.125,18,3,1,1
6,3,s,0.2,15,3,1,3
7,3,s,0.2,15,3,9,1
8,3,s,0.2,15,3,1,2
9,4,s,0.25,12,2,1,1
10,4,s,0.25,12,2,2,1
END
cat >person.csv <<'END'
HH,LINE,SEX,Q
1,1,m,1
3,2,f,0
5,1,f,1
6,3,m,1
8,1,m,0
9,1,f,1
END
cat >survey.yaml <<'END'
survey: {title: Steps}
files:
  household: {path: hh.csv, key: [HH]}
  person: {path: person.csv, key: [HH, LINE], parent: household}
design: {strata: [REGION], clusters: [EA]}
variables:
  region: {of: household, from: REGION, categories: {north: n, south: s}}
  p_ea: {of: household, from: P1}
  n_hh: {of: household, from: M2}
  m_hh: {of: household, from: N2}
  known: {of: household, where: RESULT < 9}
  eligible: {of: household, where: RESULT < 2 or RESULT == 9}
  complete: {of: household, where: RESULT == 1}
  n_eligible: {of: person, from: household.ELIGIBLE}
  sex: {of: person, from: SEX, categories: {male: m, female: f}}
indicators:
  own: [{code: A, of: person, proportion: Q == 1}]
weighting:
  steps:
    - design-weights: {of: household, drawn: [n_hh], population: [m_hh]}
    - unknown-eligibility: {of: household, known: known, by: [region]}
    - non-response: {of: household, answered: complete, eligible: eligible}
    - trim: {of: household, medians: [0.6, 1.1]}
    - post-stratify: {of: household, by: region, counts: {north: 40, south: 30}}
    - from-parent: {of: person}
    - one-per-household: {of: person, eligible: n_eligible}
    - rake:
        of: person
        margins: [{by: sex, shares: {male: 0.5, female: 0.5}, population: 200},
                  {by: region, counts: {north: 110, south: 90}}]
END
hearth run survey.yaml -o out -q >/dev/null || exit
cat out/weighting.txt
cut -d, -f1-8 out/estimates.csv
