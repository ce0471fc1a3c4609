# Every number of the round of 2023, by R survey from the questionnaire and the
# definitions (scripts/exampland-2023.R).
hearth run "$FIXTURES/exampland-2023/survey.yaml" -o out -q >/dev/null || exit
"$FIXTURES/../scripts/compare-expected" \
    "$FIXTURES/exampland-2023/expected.csv" out/estimates.csv
