# The scripts for one cell, both of a classification and a total; nothing is run.
cp "$FIXTURES/mini/person.csv" "$FIXTURES/mini/survey.yaml" .
hearth run survey.yaml -o out -q >/dev/null || exit
hearth crosscheck out 'M1[stratum=south]' 'M2[sex=*]' M3 --no-run -q || exit
cat out/crosscheck/crosscheck.R out/crosscheck/crosscheck.do
find out/crosscheck -type f -perm 600 | sort
# Always the same sample.
hearth crosscheck out --sample 3 --no-run -q >/dev/null || exit
grep -A 1 '^number("' out/crosscheck/crosscheck.R
