# By replicates: a jackknife tells whom it leaves out, a bootstrap about which centre;
# parts add up, of contrasts too.
cp "$FIXTURES/mini/person.csv" .
for how in 'jkn' 'rao-wu\n  replicates: {number: 40, seed: 7, mse: true}'; do
    sed "s/  nested: true.*/  nested: true\n  variance: $how/" \
        "$FIXTURES/mini/survey.yaml" >survey.yaml
    hearth run survey.yaml -o out -q >/dev/null 2>&1 || exit
    hearth explain out --verify | sed 's/difference: .*/difference: .../'
    hearth explain out M3 --top 4 | sed -n '/^Variance/,/^Degrees/p' | sed '$d'
    hearth explain out 'M1: sex.female - sex.male' --top 2 |
        sed -n '/^Contrast/,/^Degrees/p' | sed '$d'
done
hearth explain out M1 --json --top 1 | sed -n '/"variance": {/,/]/p'
