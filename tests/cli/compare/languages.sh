# The words, labels, notes and titles in each language that we speak; the first
# of the second round's, unless another is asked for.
cp "$FIXTURES"/mini/person.csv .
sed 's/title: .*/title: {en: Mini, fr: Petite, es: Pequeña}/; s/languages: .*/languages: [fr, en, es]/
     s/year: 2026/year: 2028/
     s/^indicators:/&\n  breaks:\n    - {indicator: M1, what: {en: asked otherwise, fr: autre question, es: otra pregunta}}/
     s/name: Uses the Internet/name: {en: Uses the Internet, fr: Utilise Internet, es: Usa Internet}/' \
    "$FIXTURES/mini/survey.yaml" >survey.yaml
grep -n languages survey.yaml || sed -i 's/^  year: 2028/&\n  languages: [fr, en, es]/' survey.yaml
hearth run "$FIXTURES/mini/survey.yaml" -o a -q >/dev/null || exit
hearth run survey.yaml -o b -q >/dev/null || exit
hearth compare a b
hearth compare a b --language es --groups | head -12
hearth compare a b --language en | head -3
hearth compare a b --language pt
echo $?
