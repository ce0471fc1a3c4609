# Every number of the fixture, by R survey from the questionnaire and the
# definitions (scripts/valombre.R).
hearth run "$FIXTURES/valombre/survey.yaml" -o out -q >/dev/null || exit
"$FIXTURES/../scripts/compare-expected" "$FIXTURES/valombre/expected.csv" \
    out/estimates.csv
