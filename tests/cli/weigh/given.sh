# Replicate weights in a file of households and one of persons, in every way to
# name them, and what is found wrong with them.
awk 'BEGIN {
    print "HH,EA,W,F01,F02,F03,F04"
    for (h = 1; h <= 12; h++) {
        w = 31.5 + 7.25 * (h % 5)
        printf "%d,%d,%g", h, (h + 2) / 3, w
        for (r = 1; r <= 4; r++)
            printf ",%g", 0.5 + (h * 7 + r * 5) % 11 / 10
        print ""
    }
}' >hh.csv
awk 'BEGIN {
    print "HH,LINE,PW,R1,R2,R4,R3,NOTE,Q,Y"
    for (h = 1; h <= 12; h++) for (l = 1; l <= 1 + h % 3; l++) {
        w = 40.125 + 3.5 * l + h
        printf "%d,%d,%g", h, l, w
        for (r = 1; r <= 4; r++)
            printf ",%g", w * (0.6 + (h * 5 + l + r * 3) % 9 / 10)
        printf ",x,%d,%g\n", (h + l) % 3 == 0, 2.385 * h + l
    }
}' >person.csv
describe()
{
    cat <<E
survey: {title: Given}
files:
  household: {path: hh.csv, key: [HH]}
  person: {path: person.csv, key: [HH, LINE], parent: household}
design:
  weight: {household: W, person: PW}
  replicates: {$1}
variables:
  q: {of: person, where: Q == 1}
indicators:
  own:
    - {code: H, of: household, total: $2}
    - {code: P, of: person, proportion: q}
    - {code: M, of: person, mean: Y}
E
}
try()
{
    echo "== $1"
    rm -rf out
    describe "$1" "${2-EA}" >survey.yaml
    hearth run survey.yaml -o out -q --to estimate >/dev/null 2>said
    status=$?
    sed "s|$PWD/||" said
    if [ "$status" = 0 ]; then
        cut -d, -f1,5,6,10,12,15- out/estimates.csv
    else
        echo "status $status"
    fi
}
both='columns: {household: F01-F04, person: [R1, R2, R3-R4]}'
own='columns: {household: [R1-R4], person: R1-R4}'
echo "= households with factors, persons with theirs"
try "$both, type: jk1, combined: false"
try 'columns: F01-F04, type: jk1, combined: false'
try 'columns: F01-F04, type: jkn, combined: false'
echo "= persons by the weights of their households"
awk -F, -v OFS=, 'NR == 1 { print; next }
    { for (i = 4; i <= 7; i++) $i *= $3; print }' hh.csv >whole.csv
mv whole.csv hh.csv
for type in jk1 jk2 brr bootstrap sdr other 'fay, rho: 0.3' \
    'other, scale: 0.25, mse: true'; do
    try "columns: F01-F04, type: $type"
done
echo "= in the order of the file, where the numbers do not say"
try 'columns: {household: F01-F04, person: R1-R3}, type: brr'
try 'columns: {household: F01-F04, person: PW-R3}, type: brr'
echo "= rscales"
printf '0.5\n0.5\n# strata of three\n0.6667\n0.6667\n\n' >rscales.txt
both='columns: {household: F01-F04, person: [R1, R2, R3, R4]}'
try "$both, type: jkn, rscales: rscales.txt"
try "$both, type: jkn"
echo 0.5 >>rscales.txt
try "$both, type: other, rscales: rscales.txt"
printf '0.5\nhalf\n' >rscales.txt
try "$both, type: other, rscales: rscales.txt"
try "$both, type: other, rscales: nowhere.txt"
echo "= faults of the description"
try "$both, type: fay"
try "$both, type: fay, rho: 1"
try "$both, type: brr, rho: 0.5"
try 'columns: {person: R1-R4}, type: brr'
try 'columns: {household: F01-F04, people: R1-R4}, type: brr'
try "$both, type: bootstrap, combined: false"
echo "= faults of the file"
try 'columns: {household: F01-F05, person: R1-R4}, type: brr'
try 'columns: {household: F1-F4, person: R1-R5}, type: brr'
try 'columns: {household: F01-F04, person: [R1, r2, R2, R2]}, type: brr'
try 'columns: {household: F01-F04, person: R4-PW}, type: brr'
try 'columns: {household: F01-F04, person: [R1, NOTE]}, type: brr'
try 'columns: {household: F01, person: [R1]}, type: brr'
awk -F, -v OFS=, 'NR > 1 { $5 = 0; $6 = 1.1 } { print }' person.csv >zero.csv
mv zero.csv person.csv
try 'columns: {household: F01-F03, person: [R1, R2]}, type: brr'
sed -i '5s/^\([^,]*,[^,]*,[^,]*\),[^,]*/\1,/' hh.csv
try 'columns: F01-F04, type: brr'
sed -i '9s/,[^,]*$/,none/' hh.csv
try 'columns: F01-F04, type: brr'
