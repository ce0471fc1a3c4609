# Women and their households, whose key has another name in each file, as in those
# of DHS: proposed where the values tell. There are fewer women than households.
awk 'BEGIN {
    print "hhid,hv001,hv002,hv004,hv005,hv022,hv025" >"household.csv"
    print "caseid,v001,v002,v003,v004,v005,v012,v171a" >"women.csv"
    for (c = 1; c <= 30; c++)
        for (h = 1 + c % 2; h <= 20; h += 1 + (c * h) % 3) {
            print "\"" c "." h "\"," c "," h "," c "," 900 + c ",1,1" >"household.csv"
            for (p = 2; p <= 6; p += 1 + h % 3)
                if ((c * 7 + h * 3 + p * 5) % 11 < 3)
                    print "\"" c "." h "." p "\"," c "," h "," p "," c "," \
                          900 + c "," 15 + (c * p + h) % 35 "," (c + p) % 2 >"women.csv"
        }
}'
wc -l household.csv women.csv | sed '$d'
files() { sed -n '/^files:/,/^$/p' survey.yaml; }
hearth init household.csv women.csv -o survey.yaml >/dev/null && files
rm survey.yaml; hearth init --preset dhs household.csv women.csv -o survey.yaml >/dev/null && files
# Names that tell nothing, and few households: it is said how.
sed -e '1s/v001,v002/ward,number/' -e '1s/v004/zone/' women.csv >other.csv
head -20 household.csv >few.csv
rm survey.yaml; hearth init few.csv other.csv -o survey.yaml >/dev/null && files
