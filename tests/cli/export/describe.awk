# describe.awk - the description of one exported record type, for round trips.
#
#     awk -f describe.awk -v record=NAME -v by="area sex" FILE-codebook.csv
#
# Every indicator is made of the columns that the export has for it, groups of
# the columns of classifications; the design of the hearth_ columns.
BEGIN {
    FS = ","
    n_by = split(by, group, " ")
    for (k = 1; k <= n_by; k++) wanted[group[k]] = 1
}
{ name = $1 }
match($0, /indicator [^ ]*, [a-z]+/) {
    word = substr($0, RSTART, RLENGTH)
    sub(/.*, /, "", word)
    indicator[++n] = name
    estimator[name] = word
}
$2 == "" && $3 == "" && $4 == "" && $7 == "" && NR > 1 {
    codes[name] = codes[name] (codes[name] == "" ? "" : ", ") "c" $5 ": " $5
}
name == "hearth_unit2" { stages = ", hearth_unit2" }
name ~ /^hearth_fpc[12]$/ { fpc = fpc (fpc == "" ? "" : ", ") name }
END {
    print "design:"
    print "  strata: [hearth_stratum]"
    print "  clusters: [hearth_psu" stages "]"
    if (fpc != "") print "  fpc: [" fpc "]"
    print "  weight: hearth_weight"
    print "variables:"
    for (k = 1; k <= n_by; k++)
        if (group[k] in codes)
            print "  g_" group[k] ": {of: " record ", from: " group[k] \
                  ", categories: {" codes[group[k]] "}}"
    for (k = 1; k <= n; k++)
        if (estimator[indicator[k]] == "shares")
            print "  s_" indicator[k] ": {of: " record ", from: " indicator[k] \
                  ", categories: {" codes[indicator[k]] "}}"
    print "indicators:"
    print "  own:"
    for (k = 1; k <= n; k++) {
        x = indicator[k]
        e = estimator[x]
        value = e == "proportion" ? x " == 1" : e == "shares" ? "s_" x : x
        if (e == "ratio")
            value = "{numerator: " x ", denominator: " x "_d}"
        print "    - {code: " x ", name: " x ", of: " record ", universe: " x \
              "_u == 1, " e ": " value "}"
    }
    print "tables:"
    line = ""
    for (k = 1; k <= n_by; k++)
        if (group[k] in codes)
            line = line (line == "" ? "" : ", ") "g_" group[k]
    print "  by: [" line "]"
}
