# Parts that add up to wholes, in every cell of every fixture; answers lack there.
cp "$FIXTURES"/catalogue/*.csv "$FIXTURES/catalogue/survey.yaml" .
# Amounts have a sum where all of them are told.
awk -F, -v OFS=, '
    FNR == 1 { for (i = 1; i <= NF; i++) if ($i ~ /^HH16_/) amount[i] }
    FNR > 1 { for (i in amount) if ($i == "") $i = 3.7 + i / 8 }
    { print }' household.csv >told.csv
mv told.csv household.csv

# What there is in estimates.csv of the description $1.
wholes()
{
    hearth run "$1" -o out -q >/dev/null 2>&1 || exit
    # Names of age groups hold a comma.
    sed 's/"\[\([0-9]*\),\([^"]*\)"/\1-\2/g' out/estimates.csv >plain.csv
    awk -F, '
    FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    {
        cell = $3
        for (i = 5; i < at["estimate"]; i++)
            cell = cell "," $i
        value[$1 "." $2, cell] = $at["estimate"]
        cells[cell]
    }
    # Whether the parts, each of the list, are the whole; n counts what is tried.
    function same(name, parts, whole, cell,   list, k, sum, n) {
        n = split(parts, list, " ")
        for (k = 1; k <= n; k++) {
            if (!((list[k], cell) in value) || value[list[k], cell] == "")
                return
            sum += value[list[k], cell]
        }
        if (whole != 1 && !((whole, cell) in value))
            return
        whole = whole == 1 ? 1 : value[whole, cell]
        tried[name]++
        if (sum - whole > 1e-9 || whole - sum > 1e-9)
            print name ": " sum " is not " whole " for " cell
    }
    # PREFIX before each word of the list.
    function all(prefix, words,   list, k, n, text) {
        n = split(words, list, " ")
        for (k = 1; k <= n; k++)
            text = text " " prefix list[k]
        return text
    }
    function levels(code, users, cell,   area, k) {
        for (k = 1; k <= split("IDL CC DCC PS SF", area, " "); k++)
            same(code " levels of " area[k], all(code "." area[k], "0 1 2"), users, cell)
        same(code " levels", all(code ".", "OAB OB OBB"), users, cell)
        same(code " numbers of areas", all(code ".", "O4 O3 O2 O1"), code ".OBB", cell)
        same(code " low or none", code ".ON", code ".O1", cell)
    }
    END {
        for (cell in cells) {
            same("broadband", all("HH11.", "bfo bmo bfm"), "HH11.b", cell)
            same("frequency", all("HH12.", "fd fw fm"), 1, cell)
            same("frequency of women", all("W_HH12.", "fd fw fm"), 1, cell)
            levels("HH15", "HH7.", cell)
            levels("4.4.1", "17.8.1.", cell)
            levels("W_HH15", "W_HH7.", cell)
            same("expenditure", all("HH16.", "w x y z"), "HH16.X_total", cell)
            same("last purchase", all("X_LASTBUY.", "within_3_months within_12_months before never"), 1, cell)
            same("last use", all("X4.", "within_3_months within_a_year before never"), 1, cell)
            for (k = 1; k <= split("IL CC DCC SF PS", area, " "); k++)
                same("Eurostat, at least basic in " area[k], all("I_DSK2." area[k], "_B _AB"),
                     "I_DSK2." area[k] "_BAB", cell)
            same("Eurostat, at least basic", all("I_DSK2.", "B AB"), "I_DSK2.BAB", cell)
            same("Eurostat, all", all("I_DSK2.", "BAB LW N LM X NA"), 1, cell)
            for (k = 1; k <= split("d l t", type, " "); k++) {
                if (value["HH4." type[k], cell] > value["HH4.", cell] + 0.02)
                    print "more have one type of computer than any: " cell
            }
        }
        for (name in tried)
            print name ": " tried[name] " cells"
    }' plain.csv | sort
}
for fixture in valombre exampland-2023; do
    echo "$fixture"
    wholes "$FIXTURES/$fixture/survey.yaml"
done
echo catalogue
wholes survey.yaml
echo exampland
wholes "$FIXTURES/exampland/survey.yaml"
# Men and women are all, urban and rural are all: means by their weights.
awk -F, '
    FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $4 == "proportion" {
        key = $1 "." $2
        others = 0
        for (i = 5; i < at["estimate"]; i++)
            others += $i != "_T"
        if (others == 0) { top[key] = $at["weighted_numerator"]; below[key] = $at["weighted_denominator"] }
        if (others == 1 && $at["sex"] != "_T") { s[key] += $at["weighted_numerator"]; sb[key] += $at["weighted_denominator"] }
        if (others == 1 && $at["area"] != "_T") { a[key] += $at["weighted_numerator"]; ab[key] += $at["weighted_denominator"] }
    }
    function near(x, y) { return x - y < 1e-6 && y - x < 1e-6 }
    END {
        for (key in top) {
            n++
            if (key in s && (!near(s[key], top[key]) || !near(sb[key], below[key])))
                print key ": men and women are not all"
            if (!near(a[key], top[key]) || !near(ab[key], below[key]))
                print key ": urban and rural are not all"
        }
        print n " indicators by sex and area"
    }' plain.csv
