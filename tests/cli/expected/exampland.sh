# Every number of the fixture, by R survey from the questionnaire and the
# definitions (scripts/exampland.R).
hearth run "$FIXTURES/exampland/survey.yaml" -o out -q >/dev/null || exit
"$FIXTURES/../scripts/compare-expected" "$FIXTURES/exampland/expected.csv" \
    out/estimates.csv
