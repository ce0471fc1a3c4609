# One record type: FILE is its name.  The variables of the data file too.
cp "$FIXTURES/mini/person.csv" "$FIXTURES/mini/survey.yaml" .
hearth run survey.yaml -o out -q >/dev/null || exit
hearth export out --to data.csv --raw -q || exit
head -n 4 data.csv
cat data-codebook.csv
find . -name 'data*' -perm 600 | sort
hearth export out --to again.csv --raw -q -j 1 && cmp data.csv again.csv
