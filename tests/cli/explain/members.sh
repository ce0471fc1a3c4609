# Quantiles whose errors are by replicate weights of members, of the file and
# weighted again, are opened replicate by replicate; who has no weight has one there.
awk 'BEGIN {
    print "ID,EA,W,G,Y,R1,R2,R3,R4,R5,R6"
    for (i = 1; i <= 240; i++) {
        w = i % 17 ? 20.125 + (i * 7919 % 1013) / 7 : 0
        printf "%d,%d,%.17g,%d,%.17g", i, i % 12, w, i % 3 + 1, i * 7919 % 641 / 8
        for (r = 1; r <= 6; r++)
            printf ",%.17g", (w + 50 * (i % 17 == 0)) * (0.5 + (i % 12 * 31 + r * 17) % 13 / 12)
        print ""
    }
}' >data.csv
describe()
{
    cat <<END
survey: {title: Members}
files: {person: {path: data.csv, key: [ID]}}
design: {weight: W, $1}
variables:
  g: {of: person, from: G, categories: {a: 1, b: 2, c: 3}}
  y: {of: person, from: Y}
indicators:
  own:
    - {code: Q, of: person, quantile: {of: y, p: [0.25, 0.5]}}
    - {code: R, of: person, quantile: {of: y, p: 0.5, rule: hf7, interval: quantile}}
    - {code: S, of: person, quantile: {of: y, p: 0.5, interval: score}}
tables: {by: [g]}
$2
END
}
step='weighting: {steps: [post-stratify: {of: person, by: g, counts: {a: 8000, b: 7500, c: 9000}}]}'
describe 'replicates: {columns: R1-R6, type: other, scale: 0.3, mse: true, rscales: scales.csv}' '' >given.yaml
printf '0.5\n1.5\n0.75\n1\n1.25\n1\n' >scales.csv
describe 'clusters: [EA], replicates: {columns: R1-R6, type: bootstrap}' "$step" >calibrated.yaml
describe 'clusters: [EA], variance: rao-wu, replicates: {number: 12, reweight: true}' "$step" >again.yaml
for way in given calibrated again; do
    hearth run $way.yaml -o $way -q >/dev/null 2>&1 || exit
    hearth explain $way --verify | sed 's/difference: .*/difference: .../'
done
hearth explain given 'Q.0.5' --top 3 | sed -n '/^Variance/,/^Degrees/p'
hearth explain given 'R[g=b]' --top 6 | sed -n '/^Variance/,/^Degrees/p'
hearth explain again 'S[g=b]' --top 2 | sed -n '/^Variance/,/^Degrees/p'
hearth explain given 'Q.0.5' --json --top 1 | sed -n '/"variance": {/,/]/p' |
    sed -E 's/([0-9]\.[0-9]{7})[0-9]*/\1/g'
