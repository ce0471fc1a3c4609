# Standardised rates by shares in place and in a file are the same; a population
# that is crossed, by hand: the sum of rates times shares.
cp "$FIXTURES/mini/person.csv" .
describe()
{
    sed "s|  by: \[stratum, sex\]|  by: [stratum, sex, stratum * sex]|
        s|^tables:|&\n  standardise: [$1]|" \
        "$FIXTURES/mini/survey.yaml" >survey.yaml
    hearth run survey.yaml -o out -q >/dev/null
}
printf 'sex,note,share\nmale,x,0.3\nfemale,,0.7\n' >sexes.csv
describe '{by: sex, shares: {female: 7, male: 3}}, {by: sex, totals: sexes.csv, name: file}'
grep -v ',file,' out/contrasts.csv | cut -d, -f1,6-14 >place
grep -v ',standardised by' out/contrasts.csv | cut -d, -f1,6-14 >file
cmp place file && wc -l <file
# Percentages are fine; what adds up to something else is scaled, and told.
describe '{by: sex, shares: {female: 70, male: 30}, name: file}, {by: sex, counts: {male: 5}}'
grep -v ',standardised by' out/contrasts.csv | cut -d, -f1,6-14 | cmp - file
printf 'sex,share\nmale,0.3\nfemale,0.6\n' >part.csv
describe '{by: sex, totals: part.csv}'
printf 'sex,stratum,total\nmale,north,1\nfemale,south,4\nfemale,north,2\n' >both.csv
describe '{by: [stratum, sex], totals: both.csv}'
awk -F, '
FILENAME ~ /estimates/ && $1 == "M1" { rate[$5, $6] = $7; next }
$1 == "M1" {
    r = rate["north", "male"] + 4 * rate["south", "female"]
    r = (r + 2 * rate["north", "female"]) / 7
    print $6 $7, $8, ($8 - r < 1e-12 && r - $8 < 1e-12), ($14 == "")
}' out/estimates.csv out/contrasts.csv
# A run knows when the file has changed.
printf 'sex,stratum,total\nmale,north,1\n' >both.csv
hearth run survey.yaml -o out -q >/dev/null
grep '^M1,.*standardised' out/contrasts.csv | cut -d, -f8
# What can be wrong with the file.
for rows in 'sex,total' 'sex,stratum' 'sex,stratum,share\nmale,north' \
    'sex,stratum,share\nmale,north,-1' 'sex,stratum,share\nmale,north,0' \
    'sex,stratum,share\nmale,north,1\nmale,north,1' \
    'sex,stratum,share\nmal,north,1' ''; do
    printf "$rows\n" >both.csv
    hearth run survey.yaml -o out -q >/dev/null
    echo $?
done
rm both.csv
hearth run survey.yaml -o out -q >/dev/null
