# Figures of the mobile networks as totals that weights are brought to: users of
# data by district, of 70 000 inhabitants each.
awk -F, -v OFS=, 'NR == 1 { print "district,online,total" }
    NR > 1 && $2 == "2026-Q1" {
        users = int(700 * $4)
        print $1, "true", users
        print $1, "false", 70000 - users
    }' "$FIXTURES/exampland/mobile.csv" >totals.csv
sed "s|path: |path: $FIXTURES/exampland/|
    s|^  internet:.*|&\n  online: {of: person, where: internet and not missing(internet)}|
    s|^    - {code: HH7.*|&\n    - {code: N, name: Users of data, of: person, total: online}|
    /^areas:/,\$d" "$FIXTURES/exampland/districts.yaml" >survey.yaml
cat >>survey.yaml <<'YAML'
weighting:
  steps:
    - post-stratify: {of: person, by: [district, online], totals: totals.csv}
YAML
hearth run survey.yaml -o out -q || exit
awk -F, '
    FNR == NR { if ($2 == "true") want[$1] = $3; next }
    FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $1 == "N" && $at["district"] in want {
        n++
        off = $at["estimate"] - want[$at["district"]]
        if (off > 1e-6 || off < -1e-6 || $at["se"] > 1e-6)
            print $at["district"] ": " $at["estimate"] " +- " $at["se"] ", not " want[$at["district"]]
    }
    END { print n " districts have the users that the networks count" }
' totals.csv out/estimates.csv
