# Files as three well-known questionnaires have them, without labels, from init
# to tables.  What init proposes is run as it stands; numbers are those that
# awk works out from the file.
draw='function r() { seed = (seed * 16807) % 2147483647; return seed / 2147483647 }
    function one_of(n) { return 1 + int(r() * n) }
    BEGIN { seed = '
# PRESET FILE...
propose()
{
    preset=$1
    shift
    echo "== $preset: $*"
    rm -rf survey.yaml out
    hearth init "$@" --preset "$preset" >/dev/null || exit
    for sure in high medium low; do
        echo "$sure: $(grep -c "^ *# $sure: .*preset" survey.yaml)"
    done
    # What is uncertain stays a comment, with what to look at.
    awk '/# low: .*uncertain/ { while ((getline line) > 0 && line ~ /#   look/) ;
        if (line !~ /^  # /) print "not a comment: " line }' survey.yaml
    # Nor is it used before somebody has decided.
    if grep -q '^  # weight: {' survey.yaml; then
        hearth check survey.yaml 2>&1 | head -1
        sed -i -E 's/^  # (strata|clusters|nested|weight): ([[{]|true)/  \1: \2/' survey.yaml
    fi
    hearth check survey.yaml >said || echo "check: status $?"
    grep -c 'no fault found' said
    hearth run survey.yaml -o out -q 2>/dev/null || exit
}
# CODE ITEM FILE CONDITION VALUE WEIGHT: the share in FILE, by awk, and ours.
same()
{
    awk -F, -v code="$1" -v item="$2" '
        FNR == 1 { for (i = 1; i <= NF; i++) at[FILENAME, $i] = i; next }
        function f(name) { return $at[FILENAME, name] }
        FILENAME == "out/estimates.csv" {
            ours = $1 == code && $2 == item
            for (i = 5; i < at[FILENAME, "estimate"]; i++)
                ours = ours && $i == "_T"
            if (ours)
                found = f("estimate")
            next
        }
        '"$4"' { top += '"$6"' * ('"$5"'); below += '"$6"' }
        END {
            off = found - top / below
            said = "is the same"
            if (found == "" || off > 1e-12 || off < -1e-12)
                said = "is " found ", not " top / below
            print code "." item, said
        }' "$3" out/estimates.csv
}

awk "$draw"'7; print "caseid,v001,v002,v003,v005,v012,v021,v023,v024,v025,v106,v169a,v171a,v171b" >"ir.csv"
    print "hhid,hv001,hv002,hv005,hv021,hv023,hv024,hv025,hv206,hv207,hv208,hv221,hv243a,hv243e" >"hr.csv"
    for (c = 1; c <= 16; c++) {
        w = 400000 + int(r() * 1200000)
        place = c "," int((c - 1) / 4) + 1 "," int((c - 1) / 8) + 1 "," c % 2 + 1
        for (h = 1; h <= 4; h++) {
            print c " " h "," c "," h "," w "," place "," (r() < .7) "," (r() < .5) "," \
                (r() < .6) "," (r() < .1) "," (r() < .9) "," (r() < .3) >"hr.csv"
            n = one_of(2)
            for (l = 1; l <= n; l++) {
                u = r() < .5 ? 1 : int(r() * 4)
                print c " " h " " l "," c "," h "," l * 2 "," w "," 14 + one_of(35) "," place \
                    "," int(r() * 4) "," (r() < .6) "," u "," (u == 1 ? int(r() * 4) : "") >"ir.csv"
            }
        }
    } }'
propose dhs ir.csv
same HH18 '' ir.csv 1 'f("v169a") == 1' 'f("v005")'
grep -B3 '# internet:' survey.yaml | grep look
propose dhs hr.csv
grep -A1 '# .*hv005' survey.yaml
same HH2 '' hr.csv 1 'f("hv208") == 1' 'f("hv005")'
same HHR1 '' hr.csv 1 'f("hv206") == 1' 'f("hv005")'
# Keys that are called otherwise are no links.
propose dhs hr.csv ir.csv
grep -A1 'left out' survey.yaml

awk "$draw"'11; print "HH_ID,IND_ID,STRATUM_ID,PSU,HH_WGHT,IND_WGHT,GEO_NUTS1,DEG_URBA,SEX,AGE,IACC,IU,IFUS,IUEM,IUPH1,IUSNET,IUNW1,IHIF,IUIF,IUBK,IUSELL,IUJOB,IUVOTE"
    for (h = 1; h <= 80; h++) {
        psu = int((h + 4) / 5)
        w = 30 + int(r() * 900) / 10
        home = int((h + 19) / 20) "," psu "," w "," w * 2 "," int((h + 39) / 40) "," psu % 3 + 1
        net = r() < .8
        n = one_of(3)
        for (i = 1; i <= n; i++) {
            u = r() < .7 ? 1 : 1 + one_of(3)
            line = h "," h * 10 + i "," home "," one_of(2) "," 15 + one_of(59) "," net "," u \
                "," (u == 1 ? one_of(4) : 9)
            for (k = 1; k <= 10; k++)
                line = line "," (u != 1 ? 9 : r() < .5 ? 1 : r() < .1 ? 8 : 0)
            print line
        }
    } }' >eurostat.csv
propose eurostat eurostat.csv
same HH7 '' eurostat.csv 1 'f("IU") == 1' 'f("IND_WGHT")'
same HH9 ab eurostat.csv 'f("IU") == 1 && f("IUBK") < 8' 'f("IUBK") == 1' 'f("IND_WGHT")'
same HH9 ab_pop eurostat.csv 'f("IUBK") != 8' 'f("IUBK") == 1' 'f("IND_WGHT")'

awk "$draw"'13; print "QUEST,ESTRATO,UPA,PESO,AREA,SEXO,IDADE,A4,C3,H2,I1_B,I1_C,I1_D"
    for (h = 1; h <= 120; h++) {
        u = r() < .7 ? 1 : r() < .1 ? 98 : 0
        line = 1000 + h "," int((h + 29) / 30) "," int((h + 5) / 6) "," \
            500 + int(r() * 9000) / 4 "," h % 2 + 1 "," one_of(2) "," 9 + one_of(70) "," \
            (r() < .8) "," u
        for (k = 1; k <= 4; k++)
            line = line "," (u != 1 ? 99 : r() < .4 ? 1 : r() < .1 ? 97 : 0)
        print line
    } }' >tic.csv
propose tic-domicilios tic.csv
same HH7 '' tic.csv 'f("C3") < 97' 'f("C3") == 1' 'f("PESO")'
