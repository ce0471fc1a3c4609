# What is wrong with a name, a folder or the line; the status of each.
hearth run "$FIXTURES/mini/survey.yaml" -o out -q >/dev/null || exit
try() {
    hearth explain "$@"
    echo "$? explain $*"
}
try out M4
try out X
try out 'M1[sec=male]'
try out 'M1[sex=femal]'
try out 'M1[sex=male, stratum=north]'
try out 'M1[sex=male'
try out
try out M1 --verify
try nowhere M1
try out M1 --top 0
sed -i 's/0.41/0.42/' out/estimates.json
try out M1
hearth estimate "$FIXTURES/mini/survey.yaml" -o out -q || exit
printf x >>out/tally.h5
try out M1
rm out/manifest.json
try out M1
