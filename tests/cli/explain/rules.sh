# Every interval, rule for degrees of freedom and design effect, worked out: the
# bounds are those of estimates.csv.
cp "$FIXTURES/mini/person.csv" .
part() { hearth explain out "$1" | sed -n "/^$2/,/^\$/p"; }
for interval in mean logit beta wilson asin xlogit likelihood; do
    sed "s/^  by: .*/  by: [sex]\n  interval: $interval/" "$FIXTURES/mini/survey.yaml" >survey.yaml
    hearth run survey.yaml -o out -q >/dev/null || exit
    part M1 Interval
    grep '^M1,.*_T' out/estimates.csv | cut -d, -f9,10
done
for degrees in domain design strata-nonempty 7.5; do
    sed "s/  nested: true.*/  nested: true\n  degrees-of-freedom: $degrees/" \
        "$FIXTURES/mini/survey.yaml" >survey.yaml
    hearth run survey.yaml -o out -q >/dev/null || exit
    part 'M1[stratum=north]' Degrees
done
for effect in wr wor kish none; do
    sed "s/^  by: .*/  by: [sex]\n  design-effect: $effect/" "$FIXTURES/mini/survey.yaml" >survey.yaml
    hearth run survey.yaml -o out -q >/dev/null || exit
    part M2 Design
done
