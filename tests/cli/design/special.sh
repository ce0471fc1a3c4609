# Unequal probabilities, replicates made and given, calibration: in words and
# numbers; replicates that cannot be made are a sentence, not a failure.
cat >data.csv <<'END_OF_DATA'
EA,HH,P,W,SEX,Y,R1,R2
1,1,0.25,4.125,1,3,8.25,0
1,2,0.25,4.5,2,5,9,0
2,1,0.5,2.25,1,2,0,4.5
2,2,0.5,2.125,2,7,0,4.25
3,1,1,1.5,1,4,3,0
3,2,1,1.25,2,8,2.5,0
END_OF_DATA
cat >pairs.csv <<'END_OF_PAIRS'
EA,with,probability
1,2,0.1
1,3,0.25
2,3,0.5
END_OF_PAIRS
describe()
{
    cat >survey.yaml <<END_OF_SURVEY
survey: {title: Special}
files: {unit: {path: data.csv, key: [EA, HH]}}
design:
  clusters: [EA]
  weight: W
$1
variables:
  sex: {of: unit, from: SEX, categories: {male: 1, female: 2}}
indicators:
  own: [{code: Y, of: unit, mean: Y}]
$2
END_OF_SURVEY
    hearth design survey.yaml | sed -n '/^  [URC][nea][eplb]*[a-z]* *[a-z]*$/,/^  Weights/p' \
        | sed '/^  Weights/d'
}
describe '  fpc: [P]
  pps: brewer'
describe '  fpc: [P]
  pps: hartley-rao'
describe '  fpc: [P]
  pps: yates-grundy
  joint-probabilities: pairs.csv'
describe '  variance: brr'
describe '  variance: jkn
  nested: true
  strata: [SEX]'
describe '  variance: bootstrap
  replicates: {number: 20, seed: 7, mse: true}'
describe '  replicates: {columns: R1-R2, type: brr}'
describe '' 'weighting:
  steps:
    - rake: {margins: [{by: sex, counts: {male: 10, female: 12}}]}
    - calibrate: {distance: linear, margins: [{by: sex, counts: {male: 11, female: 12}}]}'
hearth design survey.yaml --json | sed -n '/"unequal"/,/"domains"/p' | sed -E 's/([0-9]\.[0-9]{7})[0-9]*/\1/g'
