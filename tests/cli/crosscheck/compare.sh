# What R says is read back.  An Rscript of our own says what estimates.csv says,
# and FACTOR times the standard error of M2[sex=male].
cp "$FIXTURES/mini/person.csv" "$FIXTURES/mini/survey.yaml" .
hearth run survey.yaml -o out -q >/dev/null || exit
mkdir bin
cat >bin/Rscript <<'END'
#!/bin/sh
[ -z "${STATUS-}" ] || exit "$STATUS"
awk -F, -v factor="$FACTOR" -v NOTE="${NOTE-}" -v STOPPED="${STOPPED-}" '
FNR == 1 { for (k = 1; k <= NF; k++) at[$k] = k
           print "result,estimate,se,ci_low,ci_high,df,deff,p_value," \
                 "statistic,df1,df2,covariance,note"; next }
$at["n"] > 0 {
    by = ""
    if ($5 != "_T") by = "[stratum=" $5 "]"
    if ($6 != "_T") by = "[sex=" $6 "]"
    name = $1 by
    if (STOPPED != "" && name == "M1[stratum=north]") next
    se = $at["se"]
    if (name == "M2[sex=male]") se = factor == "none" ? "NA" : sprintf("%.17g", se * factor)
    print "\"" name "\"," $at["estimate"] "," se "," $at["ci_low"] "," \
          $at["ci_high"] "," $at["df"] "," $at["deff"] ",NA,NA,NA,NA,NA,\"" \
          (name == "M3" ? NOTE : "") "\""
    if (name == "M1" && STOPPED != "")
        print "R stops,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,\"" STOPPED "\""
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
export NOTE STOPPED
FACTOR=1 NOTE='one PSU' STOPPED='all values are alike' try     # R has not all of it
FACTOR=1 try --no-run M3
for STATUS in 1 69; do
    export STATUS
    try
done
