# One file, households on the rows of their members, French labels, slots, two
# weights: what a proposal makes of it without being touched.  National numbers
# are compared with those of R.
cp "$FIXTURES"/valombre/menages.sav .
try() {
    rm -f survey.yaml
    hearth init menages.sav "$@" >/dev/null || exit
    hearth check survey.yaml 2>&1 | grep -E '^  error|no fault'
    hearth run survey.yaml -o out -q >/dev/null 2>&1 || echo "does not run"
    awk -F, '
    FNR == 1 { for (k = 1; k <= NF; k++) at[FILENAME, $k] = k; next }
    {
        for (k = 5; k < at[FILENAME, "estimate"]; k++)
            if ($k != "_T") next
        x = $at[FILENAME, "estimate"]
        if (FILENAME != "out/estimates.csv") { want[$1 " " $2] = x; next }
        if (!($1 " " $2 in want)) next
        d = x - want[$1 " " $2]
        if (d * d < 1e-20) same++; else wrong = wrong " " $1 "." $2
    }
    END { print same, "numbers as by R, others:" wrong }' \
        "$FIXTURES/valombre/expected.csv" out/estimates.csv
}
echo "without a preset"
try
sed -n '/^files:/,/^variables:/p; /languages/p' survey.yaml
grep -A1 -E '  (EI|internet:|computer:|in_scope|act_email|skill_copy)' survey.yaml |
    grep -v '#' | grep -v '^--'
echo "MICS"
try --preset mics
sed -n '/clusters/p; /weight:/p' survey.yaml
