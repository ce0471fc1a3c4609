# Title, labels, headings and flags in the language that is asked for; without
# one, in the first of the survey.
cp "$FIXTURES"/mini/person.csv .
sed 's/title: .*/title: {en: Mini, fr: Petite, es: Pequeña}/
     s/year: 2026/&\n  languages: [fr, en, es]/
     s/name: Uses the Internet/name: {en: Uses the Internet, fr: Utilise Internet, es: Usa Internet}/' \
    "$FIXTURES/mini/survey.yaml" >survey.yaml
hearth run survey.yaml -o out -q >/dev/null || exit
hearth explain out 'M1[sex=female]'
hearth explain out M1 --language es | head -12
hearth explain out M1 --language en | head -6
hearth explain out M1 --language de
echo $?
