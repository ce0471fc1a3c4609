# Parts that add up to wholes, in every cell of Exampland.
hearth run "$FIXTURES/exampland/survey.yaml" -o out -q >/dev/null || exit
# Names of age groups hold a comma.
sed 's/"\[\([0-9]*\),\([^"]*\)"/\1-\2/g' out/estimates.csv >plain.csv
awk -F, '
    FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    {
        cell = $3
        for (i = 5; i < at["estimate"]; i++)
            cell = cell "," $i
        value[$1 "." $2, cell] = $at["estimate"]
        weight[$1 "." $2, cell] = $at["weighted_denominator"]
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
        whole = whole == 1 ? 1 : value[whole, cell]
        tried[name]++
        if (sum - whole > 1e-9 || whole - sum > 1e-9)
            print name ": " sum " is not " whole " for " cell
    }
    END {
        for (cell in cells) {
            same("frequency", "HH12.fd HH12.fw HH12.fm", 1, cell)
            split("IDL CC DCC PS SF", area, " ")
            for (k = 1; k <= 5; k++)
                same(area[k], "HH15." area[k] "0 HH15." area[k] "1 HH15." area[k] "2",
                     "HH7.", cell)
            same("levels", "HH15.OAB HH15.OB HH15.OBB", "HH7.", cell)
            same("numbers of areas", "HH15.O4 HH15.O3 HH15.O2 HH15.O1", "HH15.OBB", cell)
            same("low or none", "HH15.ON", "HH15.O1", cell)
            for (k = 1; k <= split("d l t", type, " "); k++) {
                if (value["HH4." type[k], cell] > value["HH4.", cell] + 0.02)
                    print "more have one type of computer than any: " cell
            }
        }
        for (name in tried)
            print name ": " tried[name] " cells"
    }' plain.csv | sort
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
