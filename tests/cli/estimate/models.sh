# Regressions of Exampland are those of R survey
# (scripts/reference-exampland-models.R), by linearisation and with calibrated
# weights; an indicator may be the outcome.
cat >regions.csv <<'END'
region,total
northmark,420000
eastvale,380000
southport,370000
westfield,260000
highlands,300000
lake_islands,50000
END
sed "s|path: |path: $FIXTURES/exampland/|g" \
    "$FIXTURES/exampland/survey.yaml" >plain.yaml
cat >>plain.yaml <<'END'
models:
  - {code: M1, name: Who uses the Internet, of: person, outcome: internet,
     on: [sex * area, age_group, education], universe: age >= 5,
     reference: {sex: male, age_group: "[15,25)"}}
  - {code: M2, of: person, outcome: HH7, on: [sex, age]}
  - {code: M3, of: household, outcome: exp_ict, kind: linear,
     on: [area, hh_size, hh_internet], universe: hh_size > 0}
END
{
    cat plain.yaml
    cat <<'END'
weighting:
  steps:
    - calibrate:
        {of: person, common: household, distance: linear, margins: [
          {by: sex, counts: {male: 900000, female: 880000}},
          {by: region, totals: regions.csv},
          {number: hh_size, total: 5500000}]}
END
} | sed '/code: M3/,/hh_size > 0/d' >calibrated.yaml

# Rows of variant $1 in reference $2, without their first column.
reference()
{
    head -1 "$FIXTURES/reference/$2.csv" | cut -d, -f2-
    grep "^$1," "$FIXTURES/reference/$2.csv" | cut -d, -f2-
}

{
    sed 's/^design:/&\n  variance: jkn/' plain.yaml
} | sed '/code: M1/,/,25)"}}/d; /code: M3/,/hh_size > 0/d' >jkn.yaml

for way in plain calibrated jkn; do
    hearth run $way.yaml -o $way -q >/dev/null || exit
    echo $way
    reference $way models-exampland >want.csv
    "$FIXTURES/../scripts/compare-expected" want.csv $way/models.csv
    reference $way models-exampland-terms | sed '1s/,f,/,estimate,/' >want.csv
    sed '1s/,f,/,estimate,/' $way/models-terms.csv >got.csv
    "$FIXTURES/../scripts/compare-expected" want.csv got.csv
done
head -3 plain/models.csv | cut -d, -f1-5,13,16-20
# The diagonal of the covariances is the square of the errors.
awk -F, 'NR == FNR { if ($1 == "M3" && $2 $3 == $4 $5) v[$2] = $6; next }
    $1 == "M3" && ($7 * $7 - v[$3]) / v[$3] < 1e-14 { n++ }
    END { print n }' plain/models-covariance.csv plain/models.csv

# Threads and shards change no bit of them.
for j in 1 3 8; do
    hearth run plain.yaml -o plain -j $j --force -q >/dev/null || exit
    cp plain/models-covariance.csv $j.csv
done
cmp 1.csv 3.csv && cmp 1.csv 8.csv && echo threads
parts=
for k in 1 2 3; do
    hearth tally plain.yaml -o plain -q --shard $k/3 || exit
    parts="plain/tally-$k-of-3.h5 $parts"
done
rm plain/tally.h5
hearth tally plain.yaml -o plain -q --merge $parts || exit
hearth estimate plain.yaml -o plain -q && cmp 1.csv plain/models-covariance.csv &&
    echo shards
