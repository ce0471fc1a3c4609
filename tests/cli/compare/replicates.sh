# Rounds whose errors come from replicates.  With the same PSUs in both the
# replicates are the same, too: what R has for both as one design.
second() {
    awk -F, -v OFS=, 'NR == 1 { print; next } NR % 5 { if ($8 == 1) $9 = 9.5; print }' \
        "$FIXTURES/mini/person.csv"
}
describe() {                    # FILE YEAR METHOD [LINE]
    sed "s|person.csv|$1|; s/year: 2026/year: $2/; s/^  weight: WEIGHT/&\n  variance: $3\n$4/" \
        "$FIXTURES/mini/survey.yaml"
}
rounds() {                      # METHOD [LINE]
    describe first.csv 2026 "$1" "$2" >a.yaml
    describe second.csv 2028 "$1" "$2" >b.yaml
    rm -rf a b
    hearth run a.yaml -o a -q >/dev/null && hearth run b.yaml -o b -q >/dev/null
}
same() {
    awk -F, -v way="$1" '
        function off(got, want) {
            return got - want > 1e-8 * (1 + (want < 0 ? -want : want)) \
                || want - got > 1e-8 * (1 + (want < 0 ? -want : want))
        }
        FNR == 1 { for (k = 1; k <= NF; k++) at[FILENAME $k] = k; next }
        FILENAME != "change.csv" {
            if ($1 == way) for (k = 4; k <= NF; k++) want[$2 $3, k] = $k
            next
        }
        $at[FILENAME "stratum"] == "_T" {
            key = $1 $at[FILENAME "sex"]
            n++
            wrong += off($at[FILENAME "estimate_b"], want[key, 5]) \
                || off($at[FILENAME "covariance"], want[key, 6]) \
                || off($at[FILENAME "difference"], want[key, 7]) \
                || off($at[FILENAME "se"], want[key, 8]) \
                || off($at[FILENAME "ratio"], want[key, 9]) \
                || off($at[FILENAME "ratio_se"], want[key, 10])
        }
        END { print way ": " n " changes, " wrong + 0 " other than in R" }' \
        "$FIXTURES/reference/change-replicates.csv" change.csv
}
cp "$FIXTURES/mini/person.csv" first.csv
second >second.csv
rounds jkn && hearth compare a b -o change.csv | sed -n 3p && same jkn
rounds jkn '  replicates: {mse: true}' && hearth compare a b -o change.csv >said && same jkn-mse
# Rounds with errors of another kind, or other PSUs: by scores, which is said.
cp -r a jkn
sed '/variance:/d; /replicates:/d' b.yaml >plain.yaml
hearth run plain.yaml -o b -q >/dev/null && hearth compare jkn b | sed -n 3p
grep -v '^south,3,' second.csv >third.csv
describe third.csv 2028 jkn '  replicates: {mse: true}' >c.yaml
hearth run c.yaml -o c -q >/dev/null
for l in en fr es; do hearth compare jkn c --language $l | sed -n 3p; done
for f in first second; do grep -v '^[a-z]*,3,' $f.csv >less && mv less $f.csv; done
rounds fay '  replicates: {rho: 0.3}' && hearth compare a b -o change.csv >said && same fay

# A round against itself has not changed, whatever made the replicates.
try() {                         # METHOD [LINE]
    rounds "$1" "$2" && hearth compare a a -o change.csv | sed -n 3p &&
        awk -F, -v of="$1" 'NR == 1 { for (k = 1; k <= NF; k++) at[$k] = k; next }
            $at["se_a"] > 0 { n++; zero += $at["se"] != "" && $at["se"] < 1e-7 * $at["se_a"] }
            END { print of ": " zero + 0 " of " n " without an error" }' change.csv
}
try brr
try bootstrap '  replicates: {number: 60, seed: 31}'
try rao-wu
try sdr
cat >steps <<'END'
weighting:
  steps:
    - calibrate: {margins: [{by: sex, counts: {male: 170, female: 200}}]}
END
describe first.csv 2026 jkn '  replicates: {reweight: true}' | cat - steps >a.yaml
hearth run a.yaml -o again -q >/dev/null && hearth compare again again -o change.csv | sed -n 3p
awk -F, 'NR == 1 { for (k = 1; k <= NF; k++) at[$k] = k; next }
    $at["se_a"] > 1e-9 { n++; zero += $at["se"] != "" && $at["se"] < 1e-7 * $at["se_a"] }
    END { print "reweighted: " zero + 0 " of " n " without an error" }' change.csv
# Another seed makes other replicates.
rounds bootstrap '  replicates: {number: 60, seed: 31}'
sed 's/seed: 31/seed: 32/' b.yaml >other.yaml
hearth run other.yaml -o b -q >/dev/null && hearth compare a b | sed -n 3p
# Replicate weights that came with the files, without clusters: who is in both
# is not known.
sed '1s/$/,R1,R2,R3/; 1!s/$/,0.5,1.25,1.75/; /^south/s/,0.5,/,1.5,/' "$FIXTURES/mini/person.csv" >given.csv
sed 's|person.csv|given.csv|; /strata:/d; /nested:/d
    s/^  clusters:.*/  replicates: {columns: R1-R3, type: jk1, combined: false}/' \
    "$FIXTURES/mini/survey.yaml" >given.yaml
hearth run given.yaml -o given -q >/dev/null && hearth compare given given | sed -n 3p
