# Figures that are not there for all areas: d112 has no line, d311 no coverage.
# The others come out as if these two were no areas.
cp "$FIXTURES"/exampland/*.sav "$FIXTURES"/exampland/*.dta .
cp "$FIXTURES/exampland/districts.yaml" some.yaml
sed 's/d112: 112, //; s/d311: 311, //' some.yaml >others.yaml
grep -v '^d112,2026' "$FIXTURES/exampland/mobile.csv" |
    sed '/^d311,2026/ s/[0-9.]*$//' >mobile.csv
hearth run some.yaml -o some -q >/dev/null || exit
cp mobile.csv all.csv
grep -v -e '^d112' -e '^d311' all.csv >mobile.csv
hearth run others.yaml -o others -q >/dev/null || exit
for file in coherence smallarea smallarea-models; do
    grep -v -e ,d112, -e ,d311, some/$file.csv | cmp - others/$file.csv && echo $file is the same
done
# Of these two: a comparison where there is a figure; the direct estimate.
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
    $3 == "d112" || $3 == "d311" {
        print $3, "value", $at["value"] == "" ? "none" : "there", "difference", $at["difference"] == "" ? "none" : "there", $at["inside"] }' some/coherence.csv
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
    $3 == "d112" || $3 == "d311" {
        off = $at["mse"] - $at["direct_se"] ^ 2
        print $3, ($at["direct"] == $at["estimate"]), (off < 1e-15 && off > -1e-15), $at["shrinkage"], $at["flag"] }' some/smallarea.csv

# What is worth a note: shares beside per cent; a period of another year.
cp "$FIXTURES/exampland/mobile.csv" .
sed 's/, scale: 0.01//; s/2026-Q1/2025-Q4/' some.yaml >odd.yaml
hearth run odd.yaml -o odd -q >/dev/null
