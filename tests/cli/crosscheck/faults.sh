# What cannot be recomputed, and why.
cp "$FIXTURES/mini/person.csv" "$FIXTURES/mini/survey.yaml" .
hearth run survey.yaml -o out -q >/dev/null || exit
try()
{
    hearth crosscheck "$@" --no-run -q
    echo "$?"
}
try out X1
try out m1
try out 'M1[sex=both]'
try out 'M1[stratum=south, sex=male]'
try out 'M1[sex=male'
try out 'M1[sex]'
try out 'M1.x'
try out --tolerance none
try out --sample 0
mkdir empty
try empty
try nowhere
(
    trap '' XFSZ
    ulimit -f 2
    try out
) 2>&1 | cat
echo >>out/estimates.json
try out
