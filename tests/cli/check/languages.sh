# The fixtures have labels in the three languages that we speak; a fourth one is
# told, and so is a label that one of the three lacks.
notes() {
    hearth check $1.yaml 2>&1 | grep -E "note +(labels|the words)|fault"
}
for fixture in exampland valombre; do
    cp "$FIXTURES/$fixture"/*.sav . && cp "$FIXTURES/$fixture"/*.dta . 2>/dev/null
    sed 's/languages: .*/languages: [es, en, fr]/' \
        "$FIXTURES/$fixture/survey.yaml" >$fixture.yaml
    notes $fixture
done
sed -e 's/languages: .*/languages: [en, pt, fr]/' \
    -e "s/label: {en: Sex, fr: Sexe, es: Sexo}/label: {en: Sex}/" \
    -e "s/fr: Femmes, //" -e "s/fr: Taille moyenne des ménages, //" \
    exampland.yaml >lacking.yaml
notes lacking
hearth check lacking.yaml --csv findings.csv >/dev/null 2>&1
grep -c language findings.csv
