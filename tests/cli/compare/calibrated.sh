# A round with calibrated weights against itself: what is common to all of its
# PSUs, residuals and all, does not change.
sed "s|person.csv|$FIXTURES/mini/person.csv|" "$FIXTURES/mini/survey.yaml" >survey.yaml
cat >>survey.yaml <<'END'
weighting:
  steps:
    - calibrate:
        margins:
          - {by: sex, counts: {male: 170, female: 200}}
          - {by: stratum, counts: {north: 130, south: 240}}
END
for round in a b; do
    hearth run survey.yaml -o $round -q >/dev/null || exit
done
hearth compare a b -o change.csv >/dev/null || exit
hearth compare a b --independent -o independent.csv >/dev/null || exit
awk -F, '
FNR == 1 { for (k = 1; k <= NF; k++) at[$k] = k; next }
{ se = $at["se"] }
FILENAME == "change.csv" && se != "" { n++; zero += se < 1e-7 }
FILENAME == "independent.csv" && se != "" { more += se > 1e-7 }
END { print n, "changes,", zero, "without an error; independent:", more, "with one" }' \
    change.csv independent.csv
