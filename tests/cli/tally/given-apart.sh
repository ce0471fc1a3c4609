# Replicate weights that stay where ingest left them: what is exported is what
# came; and what tally finds in their place.
awk 'BEGIN {
    print "ID,W,R1,R2,R3,Y"
    for (i = 1; i <= 40; i++)
        printf "%d,%g,%g,%g,%g,%d\n", i, 10 + i % 3, 10.5 + i % 3 + i % 2,
               9.25 + i % 5, 11.125 - i % 4, i * 7 % 11
}' >data.csv
cat >survey.yaml <<E
survey: {title: Apart}
files: {person: {path: data.csv, key: [ID]}}
design: {weight: W, replicates: {columns: R1-R3, type: jk1}}
indicators: {own: [{code: M, of: person, mean: Y}]}
E
hearth run survey.yaml -o out -q --to estimate >/dev/null || exit
hearth export out --to exported.csv -q >/dev/null || exit
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++)
                       if ($i ~ /^hearth_replicate/) at[++n] = i
                   next }
    { for (k = 1; k <= n; k++) printf "%s%s", $at[k], k < n ? "," : "\n" }' \
    exported.csv >went
cut -d, -f3-5 data.csv | tail -n +2 | cmp - went && echo the same
hearth run survey.yaml -o out --to estimate 2>&1
cp out/replicates.h5 kept
printf x | dd of=out/replicates.h5 bs=1 seek=6000 conv=notrunc 2>/dev/null
hearth tally survey.yaml -o out -q
echo "status $?"
rm out/replicates.h5
hearth tally survey.yaml -o out -q
echo "status $?"
cp kept out/replicates.h5
hearth tally survey.yaml -o out -q
echo "status $?"
