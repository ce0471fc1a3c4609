# Quantiles, tests and models by replicate weights have the same bytes on any
# number of threads, from any shards, and in any order of rows; weights that came
# with the file, with PSUs and without, and such as went through a step.
make()
{
    awk 'BEGIN {
        print "ID,EA,W,G,B,Y,R1,R2,R3,R4,R5,R6,R7"
        for (i = 1; i <= 2400; i++) {
            w = i % 97 ? 20.125 + (i * 7919 % 1013) / 7 : 0
            printf "%d,%d,%.17g,%d,%s,%.17g", i, i % 60, w, i % 3 + 1,
                   i % 11 == 0 ? "" : (i * 31 % 17 < 6), i * 7919 % 641 / 8
            for (r = 1; r <= 7; r++)
                printf ",%.17g", (w + (i % 97 == 0)) * (0.5 + (i % 60 * 31 + r * 17) % 13 / 12)
            print ""
        }
    }' >data.csv
}
describe()
{
    cat >survey.yaml <<E
survey: {title: Members}
files: {person: {path: data.csv, key: [ID]}}
design: {$1}
variables:
  g: {of: person, from: G, categories: {a: 1, b: 2, c: 3}}
  b: {of: person, where: B == 1}
  y: {of: person, from: Y}
indicators:
  own:
    - {code: Q, of: person, quantile: {of: y, p: [0.25, 0.5]}}
    - {code: R, of: person, quantile: {of: y, p: 0.5, rule: hf7, interval: quantile}}
    - {code: S, of: person, quantile: {of: y, p: 0.5, interval: score}}
models:
  - {code: L, outcome: b, on: [g, y]}
  - {code: N, outcome: y, kind: linear, on: [g]}
tables: {by: [g], tests: [b ~ g], trends: [b ~ g]}
$2
E
}
files='estimates tests models models-covariance'
same()
{
    for file in $files; do
        cmp one/$file.csv "$1"/$file.csv
    done
}
short()
{
    cut -d, -f"$1" | sed -E 's/([0-9]\.[0-9]{7})[0-9]*/\1/g'
}
step='weighting: {steps: [post-stratify: {of: person, by: g, counts: {a: 80000, b: 75000, c: 90000}}]}'
while IFS='|' read -r name design steps; do
    make
    describe "$design" "$steps"
    rm -rf one many shards
    hearth run survey.yaml -o one -q -j 1 >/dev/null 2>&1 || exit
    hearth run survey.yaml -o many -q -j 8 >/dev/null 2>&1 || exit
    cmp one/tally.h5 many/tally.h5
    same many
    hearth run survey.yaml -o shards -q --to weigh >/dev/null 2>&1 || exit
    for k in 1 2 3; do
        hearth tally survey.yaml -o shards -q --shard $k/3 2>/dev/null 2>&1 || exit
    done
    hearth tally survey.yaml -o shards -q --merge shards/tally-2-of-3.h5 \
        shards/tally-1-of-3.h5 shards/tally-3-of-3.h5 || exit
    cmp one/tally.h5 shards/tally.h5
    (head -n 1 data.csv && tail -n +2 data.csv | sort -t, -k6,6) >other.csv
    mv other.csv data.csv
    hearth run survey.yaml -o many -q >/dev/null 2>&1 || exit
    same many
    echo "$name: the same"
    sed -n '2,3p; 10p; 14p' one/estimates.csv | short 1,2,5-7
    sed -n '2,5p' one/tests.csv | short 8,11-15
    sed -n '2,8p' one/models.csv | short 1,3,4,6-10
done <<E
given|weight: W, replicates: {columns: R1-R7, type: bootstrap}|
given, with PSUs|clusters: [EA], weight: W, replicates: {columns: R1-R7, type: sdr, mse: true}|
given, stratified|weight: W, replicates: {columns: R1-R7, type: bootstrap}|$step
made again|clusters: [EA], weight: W, variance: rao-wu, replicates: {number: 30, reweight: true}|$step
E
