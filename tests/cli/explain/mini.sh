# The number that fixtures/mini/README.md works out on paper, a mean and a total.
hearth run "$FIXTURES/mini/survey.yaml" -o out -q >/dev/null || exit
hearth explain out M1 'M2[sex=male]' M3
