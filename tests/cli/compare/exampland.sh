# Two rounds of Exampland with half of their PSUs in common, against R: estimates
# and errors by survey, covariances by the formula, worked out once more
# (scripts/exampland-change.R).
for year in 2023 2026; do
    folder=exampland
    [ $year = 2026 ] || folder=exampland-2023
    hearth run "$FIXTURES/$folder/survey.yaml" -o $year --to estimate -q || exit
done
COLUMNS=100 hearth compare 2023 2026 -o change.csv |
    grep -E '^(First|Second|person|Code|HH7|HH15 d|HH18|X1|   |B)'
awk -F, '
FNR == 1 { for (k = 1; k <= NF; k++) at[FILENAME, $k] = k; next }
function f(name) { return $at[FILENAME, name] }
function off(a, b) { return (a > b ? a - b : b - a) / (b > 0 ? b : -b) }
FILENAME != "change.csv" { row[$1, $2] = $0; next }
f("item") == "" && f("region") == "_T" && f("age_group") == "_T" && f("education") == "_T" {
    group = f("area") == "urban" && f("sex") == "_T" ? "urban" \
        : f("sex") == "female" && f("area") == "_T" ? "female" \
        : f("sex") == "_T" && f("area") == "_T" ? "" : "other"
    if (!((f("indicator"), group) in row)) next
    n = split(row[f("indicator"), group], want, ",")
    split("estimate_a se_a estimate_b se_b covariance difference se df", name, " ")
    for (k = 3; k <= n; k++) {
        numbers++
        if (off(f(name[k - 2]), want[k]) > 1e-8)
            print f("indicator"), group, name[k - 2], f(name[k - 2]), want[k]
    }
}
END { print numbers, "numbers compared with R" }' \
    "$FIXTURES/exampland-2023/change.csv" change.csv
