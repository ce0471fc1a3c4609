# One number off by a little more than is allowed, and one row too many.
hearth run "$FIXTURES/valombre/survey.yaml" -o out -q >/dev/null 2>&1 || exit
awk -F, -v OFS=, 'NR == 2 { $12 *= 1 + 3e-8; print; next }
    NR == 3 { print; sub(/^HH1/, "HH0"); print; next } { print }' \
    "$FIXTURES/valombre/expected.csv" >expected.csv
"$FIXTURES/../scripts/compare-expected" expected.csv out/estimates.csv |
    sed 's/: [0-9].*, expected .*/: ours, expected theirs/'
