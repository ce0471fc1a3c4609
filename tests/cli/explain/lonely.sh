# One PSU is left in the south: what each rule does, and that parts add up.
grep -v '^south,[12]' "$FIXTURES/mini/person.csv" >person.csv
for rule in remove certainty adjust average collapse; do
    sed "s/^  nested: true.*/  nested: true\n  lonely-psu: $rule/" \
        "$FIXTURES/mini/survey.yaml" >survey.yaml
    hearth run survey.yaml -o out -q >/dev/null 2>&1 || exit
    echo "== $rule"
    hearth explain out --verify | sed 's/difference: .*/difference: .../'
    hearth explain out M3 | sed -n '/^Variance/,/^Degrees/p' | sed '$d'
done
