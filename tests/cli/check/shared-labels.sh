# Labels that two codes have; labels of strings, one of which does not occur.
printf 'id,sex,area,y\n1,1,a,1\n2,2,b,2\n3,3,a,4\n4,1,b,8\n' >p.csv
cat >survey.yaml <<'END'
survey: {title: T}
files:
  u:
    path: p.csv
    key: [id]
    labels:
      sex: {1: Male, 2: Male, 3: Female}
      area: {a: Urban, b: Rural, c: Camp}
design: {weight: 1}
variables:
  place: {from: area, categories: {town: Urban, land: b, camp: Camp}}
indicators:
  own:
    - {code: A, total: y}
    - {code: B, proportion: area == Rural}
    - {code: C, proportion: area == 'Urban'}
    - {code: D, proportion: area == 'b'}
    - {code: E, proportion: area == Camp}
    - {code: F, proportion: sex == Female}
    - {code: G, shares: place}
tables: {by: [sex, area]}
END
hearth run -q -o out survey.yaml && grep -v ^G,c out/estimates.csv | cut -d, -f1,2,5-7
head -8 out/tables/u-by-area.csv
sed 's/sex == Female/sex == Male/; s/from: .*/from: sex, categories: {x: Male}}/' \
    survey.yaml >wrong.yaml
hearth run -q -o wrong wrong.yaml
echo $?
