# A calibration behind other steps is told to R; a raking is not.
cat >hh.csv <<'END'
HH,EA,REGION,SIZE,RESULT
1,1,n,2,1
2,1,n,3,0
3,2,n,4,1
4,2,n,1,1
5,3,s,5,1
6,3,s,2,9
7,4,s,3,1
8,4,s,2,1
END
description()
{
    cat <<'END'
survey: {title: Calibrated}
files: {household: {path: hh.csv, key: [HH]}}
design: {strata: [REGION], clusters: [EA], weight: 4.5}
variables:
  region: {of: household, from: REGION, categories: {north: n, south: s}}
  size: {of: household, from: SIZE}
  complete: {of: household, where: RESULT == 1}
indicators:
  own: [{code: A, of: household, mean: SIZE}]
weighting:
  steps:
    - non-response: {of: household, answered: complete}
END
    echo "    - $1"
}
try()
{
    description "$1" >survey.yaml
    hearth run survey.yaml -o out -q >/dev/null 2>&1 || exit
    hearth crosscheck out --no-run -q || exit
    sed -n '/the sample/,/how a number/p' out/crosscheck/crosscheck.R
    sed -n '/^svyset/,/^number/p' out/crosscheck/crosscheck.do
}
try 'calibrate: {of: household, margins: [{by: region, counts: {north: 20, south: 25}}, {number: size, total: 140}]}'
try 'post-stratify: {of: household, by: region, counts: {north: 20, south: 25}}'
try 'rake: {of: household, margins: [{by: region, counts: {north: 20, south: 25}}]}'
cut -d, -f1-9 out/crosscheck/household.csv
