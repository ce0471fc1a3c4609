# A name that nothing has: what may be meant is proposed from all that the files
# have, used or not, and where it is another record's, how it is had from there.
printf 'id,REG,Rooms\n1,1,3\n2,2,4\n' >hh.csv
printf 'id,ln,SEX\n1,1,1\n2,1,2\n' >pe.csv
cat >survey.yaml <<'END'
survey: {title: T}
files:
  hh: {path: hh.csv, key: [id]}
  pe: {path: pe.csv, key: [id, ln], parent: hh}
design: {weight: 1}
indicators:
  own:
    - {code: A, of: pe, proportion: REG == 1}
    - {code: B, of: hh, proportion: SEX == 1}
    - {code: C, of: hh, mean: rooms}
    - {code: D, of: pe, mean: hh.RGE}
    - {code: E, of: hh, mean: mean(pe.SXE)}
    - {code: F, of: pe, mean: INCOME}
END
hearth check survey.yaml
echo $?
sed 's/weight: 1/strata: [SX, RG], weight: 1/' survey.yaml >design.yaml
hearth check design.yaml
echo $?
