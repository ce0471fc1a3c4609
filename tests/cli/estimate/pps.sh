# Units drawn with unequal probabilities: every rule, one unit being sure.
# (Numbers: scripts/crosscheck-variance.R has R say the same.)
cat >data.csv <<'END'
STRATUM,EA,P,W,Y,S2
b,3,0.25,4,0,0.4
a,1,0.2,5,1,0.25
a,1,0.2,5,0,0.25
a,3,0.3,3.33,0,0.25
b,1,0.5,2,1,0.4
a,2,0.4,2.5,1,0.25
b,2,1,1,1,0.4
END
cat >pairs.csv <<'END'
STRATUM,EA,with,probability
a,1,2,0.06
a,1,3,0.05
a,3,2,0.1
b,1,2,0.5
b,1,3,0.11
b,2,3,0.25
b,9,3,0.25
END
try()
{
    cat >survey.yaml <<END
survey: {title: Probabilities}
files: {u: {path: data.csv}}
design: {strata: [STRATUM], clusters: [EA], nested: true, fpc: [P], weight: W, $1}
indicators: {own: [{code: A, total: Y == 1}, {code: B, proportion: Y == 1}]}
END
    hearth run survey.yaml -o out -q >/dev/null || return
    echo "== $1"
    cut -d, -f1,5,6,10,18-20 out/estimates.csv | sed 1d
    sed -n '/"variance": {/,/}/p; /"r":/p; /"stata":/p' out/estimates.json
}
try 'pps: brewer'
try 'pps: overton'
try 'pps: overton, pps-form: yates-grundy'
try 'pps: hartley-rao'
try 'pps: hartley-rao, squared-probabilities: S2'
try 'pps: hartley-rao, squared-probabilities: 0.3, pps-form: yates-grundy'
try 'pps: horvitz-thompson, joint-probabilities: pairs.csv'
try 'pps: yates-grundy, joint-probabilities: pairs.csv'
# Pairs that hardly occur together: this estimate of the variance is below 0.
sed -i 's/^a,1,2,.*/a,1,2,0.4/; s/^a,1,2,0.4/a,1,2,0.2/; s/^b,1,3.*/b,1,3,0.25/' pairs.csv
sed -i 's/^a,1,3,.*/a,1,3,0.001/; s/^a,3,2,.*/a,3,2,0.3/' pairs.csv
sed -i 's/^a,3,0.3,3.33,0/a,3,0.3,3.33,1/' data.csv
try 'pps: horvitz-thompson, joint-probabilities: pairs.csv'
# Two rounds, however their errors were found: covariance by scores.
mv survey.yaml a.yaml
sed 's/pps: horvitz.*csv/pps: brewer/' a.yaml >b.yaml
sed 's/fpc: .P., //; s/pps: horvitz.*csv/variance: jkn/' a.yaml >c.yaml
for round in a b c; do
    hearth run $round.yaml -o $round -q >/dev/null || exit
done
for other in b c; do
    hearth compare a $other -o change.csv >/dev/null || exit
    cut -d, -f1,5,6,8,9,11-13 change.csv
done
