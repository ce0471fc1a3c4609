# The same PSUs twice: a fifth of the persons is gone in the second round, and
# all who are online spend 9.5 hours there.
awk -F, -v OFS=, 'NR == 1 { print; next } NR % 5 { if ($8 == 1) $9 = 9.5; print }' \
    "$FIXTURES/mini/person.csv" >person.csv
sed 's/year: 2026/year: 2028/' "$FIXTURES/mini/survey.yaml" >survey.yaml
hearth run "$FIXTURES/mini/survey.yaml" -o a -q >/dev/null || exit
hearth run survey.yaml -o b -q >/dev/null || exit
hearth compare a b --groups -o change.csv && cat change.csv
hearth compare a b --groups --independent
