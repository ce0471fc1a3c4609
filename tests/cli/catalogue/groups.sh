# The views, with the series of the ITU DataHub, ratios of parity and distances
# to targets, against R's from the definitions.
cp "$FIXTURES"/catalogue/*.csv .
cp "$FIXTURES/catalogue/survey.yaml" .
hearth run survey.yaml -o out -q 2>/dev/null || exit

# Numbers of estimates.json, a line each: indicator, item, groups by name,
# estimate, cases, series.
awk '
    function value(line) {
        sub(/^[^:]*: /, "", line)
        sub(/,$/, "", line)
        gsub(/"/, "", line)
        if (line == "null")
            line = ""
        return line
    }
    /^ "estimates": \[/ { inside = 1 }
    /^ \],?$/ { inside = 0 }
    !inside { next }
    /^  \{/ { n = 0 }
    /^   "indicator"/ { code = value($0) }
    /^   "item"/ { item = value($0) }
    /^    "/ { split($0, part, "\""); by[++n] = part[2] "=" value($0) }
    /^   "estimate"/ { estimate = value($0) }
    /^   "n":/ { cases = value($0) }
    /^   "series"/ { series = value($0) }
    /^  \}/ {
        groups = ""
        if (n == 2 && by[1] > by[2]) { one = by[1]; by[1] = by[2]; by[2] = one }
        for (k = 1; k <= n; k++)
            groups = groups (k > 1 ? ";" : "") by[k]
        print code "," item "," groups "," estimate "," cases "," series
    }' out/estimates.json >ours.csv
awk -F, '
    function far(a, b,   off) {
        off = a - b
        return off > 1e-12 || off < -1e-12 || length(a) == 0 && length(b) > 0
    }
    FNR == NR { got[$1 "," $2 "," $3] = $4 "," $5 "," $6; next }
    FNR == 1 { next }
    {
        n = split($3, by, ";")
        if (n == 2 && by[1] > by[2]) { one = by[1]; by[1] = by[2]; by[2] = one }
        key = $1 "," $2 "," by[1] (n == 2 ? ";" by[2] : "")
        split(got[key], our, ",")
        tried++
        coded += $6 != ""
        if (!(key in got) || far(our[1], $4) || our[2] != $5)
            print key " is " our[1] " of " our[2] ", R says " $4 " of " $5
        if (our[3] != $6)
            print key " has the series " our[3] ", by definition " $6
    }
    END { print "groups: " tried " numbers, " coded " with a series" }
' ours.csv "$FIXTURES/catalogue/groups.csv"

# Only over all: no other classification.
awk -F, '
    FNR == 1 { for (i = 1; i <= NF; i++) at[FNR == NR, $i] = i }
    FNR == 1 { next }
    FNR == NR {
        for (i = 6; i < at[1, "estimate"]; i++)
            if ($i != "_T")
                next
        got[$1 "," $2 "," $5] = $at[1, "estimate"] "," $at[1, "se"] "," \
            $at[1, "ci_low"] "," $at[1, "ci_high"] "," $at[1, "df"] "," \
            $at[1, "n"] "," $at[1, "parity"]
        next
    }
    function far(a, b) { return a - b > 1e-8 * b || b - a > 1e-8 * b }
    {
        key = $1 "," $2 "," $3
        split(got[key], our, ",")
        tried++
        wrong = !(key in got) || our[5] != $8 || our[6] != $9 || our[7] != $10
        for (k = 1; k <= 4; k++)
            wrong = wrong || far(our[k], $(k + 3))
        if (wrong)
            print key " is " got[key] ", by definition " $4 "," $5 "," $6 "," $7 "," $8 "," $9 "," $10
    }
    END { print "parity: " tried " ratios" }
' out/contrasts.csv "$FIXTURES/catalogue/parity.csv"

# Published with one digit.
awk -F, '
    FNR == NR { if (FNR > 1) want[$1 "," $2] = $5; next }
    $1 in want || $1 ~ /^UMC/ {
        split($0, f, ",")
        distance = f[3] == "" ? f[9] : ""       # not of parity
        off = distance - want[$1 "," $2]
        tried += distance != ""
        wrong = distance != "" && (off > 0.0500001 || off < -0.0500001)
        if (wrong || !(($1 "," $2) in want))
            print $1 " " $2 " is " distance " off, R says " want[$1 "," $2]
    }
    END { print "targets: " tried " distances" }
' "$FIXTURES/catalogue/targets.csv" out/tables/targets.csv
