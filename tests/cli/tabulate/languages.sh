# The first language has its tables in tables/, the others in folders of their
# own; numbers are the same in all, with a point.
cp "$FIXTURES/mini/person.csv" .
run() {
    sed -e 's/^tables:/tables:\n  publish: {minimum-n: 1, suppress-cv: 2}/' \
        -e "s/languages: .*//" -e "s/^  year:/  languages: $1\n  year:/" \
        -e 's/title: Mini/title: {en: Mini, fr: Petite}/' \
        "$FIXTURES/mini/survey.yaml" >survey.yaml
    hearth run survey.yaml -o out -q >/dev/null || exit
    (cd out/tables && find . -type f | sort)
}
run '[fr, en, es, fr]'
cat out/tables/person-by-sex.csv
head -12 out/tables/es/person-by-sex.csv
cut -d, -f4- out/tables/person.csv >french
cut -d, -f4- out/tables/en/person.csv >english
diff french english
hearth tabulate survey.yaml -o out --headline -q | head -4
sed -n '/"flags"/,/"few-cases"/p' out/estimates.json

# What is not asked for any more is gone; other files in there stay.
touch out/tables/es/mine.txt
run '[en]'
run '[de, en]'
head -4 out/tables/person.csv
