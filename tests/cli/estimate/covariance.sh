# covariance.csv, quantiles included: a number with itself has the square of its
# standard error, and is empty where it has none; differences have the errors that
# the covariances give; the same by any threads and shards.
cp "$FIXTURES/mini/person.csv" .
describe()
{
    sed "/- {code: M3/a\\
    - {code: Q, of: person, quantile: {of: hours, p: [0.25, 0.5], interval: $1}}
    s/^  by:.*/  by: [stratum, sex, stratum * sex]\n  covariance: [stratum * sex, sex]\n\
  contrasts: [sex.male - sex.female]/
    s/^  weight: WEIGHT/&\n  variance: $2/" "$FIXTURES/mini/survey.yaml" >survey.yaml
}
agree()
{
    awk -F, '
    function off(a, b) { return (a - b) ^ 2 > 1e-20 * (a ^ 2 + b ^ 2) }
    FNR == 1 { for (k = 1; k <= NF; k++) at[$k] = k; file++; next }
    { number = $1 "," $2 }
    file == 1 { se[number, $at["stratum"], $at["sex"]] = $at["se"]; next }
    file == 2 {
        a = se[number, $at["stratum_a"], $at["sex_a"]]
        b = se[number, $at["stratum_b"], $at["sex_b"]]
        v[number, $at["sex_a"], $at["sex_b"]] = $NF
        same = $at["stratum_a"] == $at["stratum_b"] && $at["sex_a"] == $at["sex_b"]
        n++
        empty += $NF == ""
        if (($NF == "") != (a == "" || b == "") || (same && $NF != "" && off($NF, a * a)))
            print "covariance:", $0, "of se", a, b
        next
    }
    $at["stratum"] == "_T" && $at["flag"] !~ /replicates/ {     # each has its own then
        want = v[number, "male", "male"] + v[number, "female", "female"] - 2 * v[number, "male", "female"]
        compared++
        if ($at["se"] != "" && off(want, $at["se"] ^ 2)) print "contrast:", $0, want
    }
    END { print n, "covariances", empty, "empty,", compared, "differences" }' \
        out/estimates.csv out/covariance.csv out/contrasts.csv
}
for way in 'mean linearisation' 'beta jkn' 'mean bootstrap' 'quantile bootstrap'; do
    # shellcheck disable=SC2086
    describe $way
    echo "== $way"
    hearth run survey.yaml -o out -q >/dev/null || exit
    agree
done
grep '^Q,.*_T,male,_T,' out/covariance.csv | sed -E 's/([0-9]\.[0-9]{7})[0-9]*/\1/g'
hearth run survey.yaml -o other -q -j 3 --force >/dev/null || exit
cmp out/covariance.csv other/covariance.csv
for k in 1 2 3; do
    hearth tally survey.yaml -o other -q --shard $k/3 || exit
done
rm other/tally.h5
hearth tally survey.yaml -o other -q --merge other/tally-?-of-3.h5 || exit
hearth estimate survey.yaml -o other -q || exit
cmp out/covariance.csv other/covariance.csv && echo 3 shards
