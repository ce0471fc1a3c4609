# Contrasts have the covariance of their cells: the same as contrasts.csv, and
# what would be without it; all parts add up.
sed 's/  by: .*/  by: [stratum, sex, stratum * sex]\n  contrasts: [sex.female - sex.male, sex.female \/ sex.male,\n    (sex.female - sex.male) \/ sex.male]/' \
    "$FIXTURES/mini/survey.yaml" >survey.yaml
cp "$FIXTURES/mini/person.csv" .
hearth run survey.yaml -o out -q >/dev/null || exit
hearth explain out 'M1: sex.female - sex.male'
grep '^M1' out/contrasts.csv | cut -d, -f1,5-9,11-13
hearth explain out 'M1[stratum=north]: sex.female / sex.male' --json --top 1
hearth explain out 'M3: 0.5*sex.female + 0.5*`sex`.`male`' | sed -n '/^Contrast/,/^$/p'
hearth explain out 'M1: (sex.female - sex.male) / sex.male' | sed -n '/^Contrast/,/^$/p'
hearth explain out 'M1: (sex.female - sex.male) / sex.male' --json | grep formula
for wrong in 'M1:' 'M1: sex.female' 'M1: sex.female - sex' 'M1: sex.femal - sex.male' \
    'M1: 2 sex.female - sex.male' 'M1: sex.male / sex.female / sex.male' ': sex.male - sex.female' \
    'M1: sex.* - sex.male'; do
    hearth explain out "$wrong"
    echo $?
done
