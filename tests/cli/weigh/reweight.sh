# Replicates through the steps of weighting: households are raked, persons take
# their weights and are post-stratified; the same on any number of threads.  And
# a replicate that lacks a category.
awk 'BEGIN {
    print "HH,EA,ST,W,REGION"
    for (h = 1; h <= 72; h++)
        printf "%d,%d,%d,%g,%s\n", h, int((h - 1) / 6), int((h - 1) / 24),
               30.5 + h % 7 * 2.25, h % 3 ? "n" : "s"
}' >hh.csv
awk 'BEGIN {
    print "HH,LINE,SEX,Q"
    for (h = 1; h <= 72; h++) for (l = 1; l <= 1 + h % 3; l++)
        printf "%d,%d,%s,%d\n", h, l, (h + l) % 2 ? "m" : "f", (h * 7 + l) % 5 < 2
}' >person.csv
describe()
{
    cat >survey.yaml <<E
survey: {title: Again}
files:
  household: {path: hh.csv, key: [HH]}
  person: {path: person.csv, key: [HH, LINE], parent: household}
design:
  strata: [ST]
  clusters: [EA]
  nested: true
  weight: {household: W}
  variance: $1
  replicates: {$2}
variables:
  region: {of: household, from: REGION, categories: {north: n, south: s$4}}
  sex: {of: person, from: SEX, categories: {male: m, female: f}}
indicators:
  own:
    - {code: H, of: household, mean: EA}
    - {code: P, of: person, proportion: Q == 1}
    - {code: T, of: person, total: Q}
tables: {by: [sex], contrasts: [sex.male - sex.female]}
weighting:
  steps:
    - rake: {of: household, margins: [{by: region, counts: {north: 1700, south: 950$5}}]}
    - from-parent: {of: person}
    - post-stratify: {of: person, by: sex, counts: {male: 2700, female: 2600}}
E
}
try()
{
    echo "== $*"
    describe "$@"
    rm -rf out again
    hearth run survey.yaml -o out -q -j 1 --to estimate >/dev/null 2>said
    status=$?
    sed "s|$PWD/||" said
    if [ "$status" != 0 ]; then
        echo "status $status"
        return
    fi
    cut -d, -f1,5-7,11,14- out/estimates.csv
    hearth run survey.yaml -o again -q -j 7 --to estimate >/dev/null 2>&1
    cmp out/weights.h5 again/weights.h5
    cmp out/estimates.csv again/estimates.csv
}
try jkn 'reweight: true'
try brr 'reweight: true, mse: true'
try rao-wu 'number: 30, seed: 11, reweight: true'
cut -d, -f5,7- out/contrasts.csv
sed -i '2s/,n$/,x/' hh.csv
try jkn 'reweight: true' '' ', lone: x' ', lone: 31'
