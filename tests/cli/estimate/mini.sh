# A survey small enough for paper: fixtures/mini/README.md works M1.
hearth run "$FIXTURES/mini/survey.yaml" -o out -q >/dev/null || exit
cat out/estimates.csv out/weighting.csv
