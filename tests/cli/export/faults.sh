# What cannot be exported, and why; nothing is left of it.
cp "$FIXTURES/mini/person.csv" "$FIXTURES/mini/survey.yaml" .
hearth run survey.yaml -o out -q >/dev/null || exit
try()
{
    hearth export "$@"
    echo "$?"
}
try out
try out --to data.xlsx
try out --to data.sav --record household
try out --to data.sav --language fr
try out --to person.csv
try out --to nowhere/data.sav
try survey.yaml -o nothing --to data.sav
mkdir empty
try empty --to data.sav
(
    trap '' XFSZ
    ulimit -f 1
    try out --to data.dta
) 2>&1 | cat
echo "# changed" >>survey.yaml
try out --to data.sav
mv survey.yaml other.yaml
try out --to data.sav
find . -name '*.sav' -o -name '*.dta' -o -name '*codebook*' -o -name '.*tmp*'
