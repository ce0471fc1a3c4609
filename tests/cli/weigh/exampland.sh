# Exampland, weighted anew in six ways: the numbers are those of R survey
# (scripts/reference-exampland.R).
cat >regions.csv <<'END'
region,total
northmark,420000
eastvale,380000
southport,370000
westfield,260000
highlands,300000
lake_islands,50000
END

# Appends weighting $1, whose one step $2 is read from standard input.
describe()
{
    sed "s|path: |path: $FIXTURES/exampland/|g" \
        "$FIXTURES/exampland/survey.yaml" >"$1.yaml"
    { printf 'weighting:\n  steps:\n'; cat; } >>"$1.yaml"
}

for way in linear ratio logit; do
    case $way in
    linear) distance='distance: linear' ;;
    ratio) distance='distance: raking-ratio' ;;
    logit) distance='distance: logit, bounds: [0.3, 3]' ;;
    esac
    describe $way <<END
    - calibrate:
        {of: person, common: household, $distance, margins: [
          {by: sex, counts: {male: 900000, female: 880000}},
          {by: region, totals: regions.csv},
          {number: hh_size, total: 5500000}]}
END
done
describe rake <<'END'
    - rake:
        of: person
        tolerance: 1e-12
        margins:
          - {by: sex, counts: {male: 900000, female: 880000}}
          - {by: [region], totals: regions.csv}
END
describe post <<'END'
    - post-stratify: {of: person, by: region, totals: regions.csv}
END
describe together <<'END'
    - calibrate:
        of: household
        distance: logit
        bounds: [0.3, 3]
        margins:
          - {by: area, counts: {urban: 320000, rural: 400000}}
          - {of: person, by: sex, counts: {male: 900000, female: 880000}}
    - from-parent: {of: person}
END

for way in linear ratio logit rake post together; do
    hearth run $way.yaml -o $way -q >/dev/null || exit
    awk -F, -v way=$way '
    NR == FNR {
        if ($1 == way) { want[$2, $3, $4] = $5; se[$2, $3, $4] = $6; n++ }
        next
    }
    $1 == "HH7" && $7 == "_T" && $8 == "_T" && ($5, $6, $9) in want {
        for (k = 10; k <= 11; k++) {
            w = k == 10 ? want[$5, $6, $9] : se[$5, $6, $9]
            off = ($k - w) / w
            if (off > 1e-8 || off < -1e-8)
                print way, $5, $6, $9, "is", $k, "and in R", w
        }
        seen++
    }
    END { print way, seen == n ? "all as in R" : seen " of " n " there" }' \
        "$FIXTURES/reference/calibration-exampland.csv" $way/estimates.csv
done
cat together/weighting.txt
for file in weighting-margins weighting; do
    head -4 together/$file.csv | cut -d, -f1-4
done
