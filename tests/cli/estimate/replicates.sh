# Errors by replicates that are made from the design: all methods, with as many
# threads as there are, or one.
grep -v '^[a-z]*,3,' "$FIXTURES/mini/person.csv" >person.csv
try()
{
    sed "s/^  nested: true.*/  nested: true\n  variance: $1\n$2/" \
        "$FIXTURES/mini/survey.yaml" >survey.yaml
    if [ "$1" = jk1 ]; then
        sed -i '/^  strata:/d; s/clusters: .*/clusters: [STRATUM, PSU]/' survey.yaml
    fi
    echo "== $1 $2"
    hearth run survey.yaml -o out -q -j 3 >/dev/null || exit
    cp out/estimates.csv threads.csv
    hearth-estimate survey.yaml -o out -q -j 1 || exit
    cmp threads.csv out/estimates.csv
    cut -d, -f1,5-8,12 out/estimates.csv | sed -n '2,3p; 7p'
    sed -n '/"variance": {/,/}/p; /"r":/p; /"stata":/p' out/estimates.json
}
try jk1
try jkn
try jkn '  replicates: {mse: true}'
try brr
try fay
try fay '  replicates: {rho: 0.3}'
try bootstrap
try bootstrap '  replicates: {number: 60, seed: 31}'
try rao-wu
try preston
try sdr
