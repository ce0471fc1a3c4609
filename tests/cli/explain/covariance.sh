# Covariances of any numbers: the same as in covariance.csv for cells of one
# crossing, and those within contrasts of indicators; what cannot be.
sed 's/  by: .*/  by: [stratum, sex]\n  covariance: [sex]\n  contrasts: [M1 - M2]/' \
    "$FIXTURES/mini/survey.yaml" >survey.yaml
cp "$FIXTURES/mini/person.csv" .
hearth run survey.yaml -o out -q >/dev/null || exit
hearth explain --covariance out M1 'M2[stratum=*]' 'M1[sex=female]'
hearth explain -c out M3 | tail -n 2
hearth explain --covariance --json out 'M1[sex=male]' 'M1[sex=female]' | tr -d '\n '
echo
grep '^M1' out/covariance.csv

# var(a - b) = var(a) + var(b) - 2 cov(a, b)
hearth explain --covariance --json out M1 M2 | awk -F, '
    /^  *-?[0-9]/ && inside { v[++n] = $1 + 0 }
    /"covariances"/ { inside = 1 }
    END { printf "%.12f\n", sqrt(v[1] + v[4] - 2 * v[2]) }'
awk -F, '/M1 - M2/ && !/north|south|male/ { printf "%.12f\n", $9 }' out/contrasts.csv

for wrong in 'M1: sex.male - sex.female' 'M1[sex=other]' 'M9'; do
    hearth explain --covariance out M1 "$wrong"
    echo $?
done
hearth explain --covariance out
echo $?
hearth explain --covariance --verify out
echo $?

# Of households and their persons; not where these are not one sample.
hearth run "$FIXTURES/exampland/survey.yaml" -o exampland -q >/dev/null 2>&1
hearth explain --covariance exampland HH7 HH4 'HH7[sex=female]'
apart()
{
    cat >survey.yaml <<EOF
survey: {title: Two samples}
files: {a: {path: a.csv$1}, b: {path: b.csv$2}}
design: {clusters: [ea], weight: 1}
indicators:
  own: [{code: A, of: a, total: y}, {code: B, of: b, total: y}]
EOF
    hearth run survey.yaml -o out -q >/dev/null || exit
    hearth explain --covariance out A B
    echo $?
}
printf 'ea,y\n1,3\n2,9\n' >a.csv
printf 'ea,y\n1,2\n2,7\n' >b.csv
apart
printf 'h,ea,y\n1,1,3\n2,2,9\n' >a.csv
printf 'h,ea,y\n1,1,2\n2,2,7\n' >b.csv
apart ', key: [h]' ', key: [h], parent: a'

# Replicates that come with both files: (6 - 12)(4 - 9) + (18 - 12)(14 - 9).
printf 'h,w,r1,r2,y\n1,1,2,0,3\n2,1,0,2,9\n' >a.csv
printf 'h,w,r1,r2,y\n1,1,2,0,2\n2,1,0,2,7\n2,1,0,2,0\n' >b.csv
sed -e 's/design: .*/design: {weight: w, replicates: {columns: r1-r2, type: other, scale: 1, mse: true}}/' \
    -e 's/b.csv, key: \[h\]/b.csv, key: [h, y]/' \
    survey.yaml >given.yaml
hearth run given.yaml -o given -q >/dev/null || exit
hearth explain --covariance given A B | tail -1
