# What was exported, described by its codebook and run again, gives the same
# numbers to the last digit, from each format.
here=$(dirname "$0")
sed "s|path: |path: $FIXTURES/exampland/|; s|by: .*|by: [area, sex, education]|" \
    "$FIXTURES/exampland/survey.yaml" >survey.yaml
hearth run survey.yaml -o out -q >/dev/null || exit

# The columns from `estimate` on, of one record type; the highest of several is
# there as what it is of.
numbers()
{
    awk -F, -v record="$2" 'NR == 1 { for (k = 1; $k != "estimate"; k++) ; next }
        $3 == record && $4 != "highest" { line = $k
                       for (i = k + 1; i <= NF; i++) line = line "," $i
                       print line }' "$1"
}

for suffix in sav dta csv; do
    hearth export out --to "data.$suffix" -q 2>/dev/null || exit
    for record in household person; do
        {
            echo "survey: {title: Again, year: 2026}"
            echo "files: {$record: {path: data-$record.$suffix, key: [hearth_row]}}"
            awk -f "$here/describe.awk" -v record=$record -v by="area sex education" \
                data-$record-codebook.csv
        } >again.yaml
        hearth run again.yaml -o again -q >/dev/null || exit
        numbers out/estimates.csv $record >was
        numbers again/estimates.csv $record >is
        cmp was is && echo "$suffix, $record: $(wc -l <is) lines are the same"
    done
done
