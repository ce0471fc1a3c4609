# What R says is read back.  An Rscript of our own says what estimates.csv says,
# and FACTOR times the standard error of M2[sex=male].
cp "$FIXTURES/mini/person.csv" "$FIXTURES/mini/survey.yaml" .
hearth run survey.yaml -o out -q >/dev/null || exit
mkdir bin
cat >bin/Rscript <<'END'
#!/bin/sh
[ -z "${STATUS-}" ] || exit "$STATUS"
awk -F, -v factor="$FACTOR" '
FNR == 1 { for (k = 1; k <= NF; k++) at[$k] = k
           print "cell,estimate,se,ci_low,ci_high,df,deff,note"; next }
$at["n"] > 0 {
    by = ""
    if ($5 != "_T") by = "[stratum=" $5 "]"
    if ($6 != "_T") by = "[sex=" $6 "]"
    name = $1 by
    se = $at["se"]
    if (name == "M2[sex=male]") se = factor == "none" ? "NA" : sprintf("%.17g", se * factor)
    print "\"" name "\"," $at["estimate"] "," se "," $at["ci_low"] "," \
          $at["ci_high"] "," $at["df"] "," $at["deff"] ",\"\""
}' out/estimates.csv >out/crosscheck/results.csv
echo "R survey 0.0" >out/crosscheck/version.txt
END
chmod +x bin/Rscript
PATH=$PWD/bin:$PATH
try()
{
    hearth crosscheck out "$@" -q
    echo "$?"
}
export FACTOR
for FACTOR in 1 1.000001 none; do
    try
done
FACTOR=1.000001
try --tolerance 1e-5
try M1                                          # results of other cells
for STATUS in 1 69; do
    export STATUS
    try
done
