# Medians of two rounds with the same PSUs: their covariance is known.  Of a round
# with itself it is the variance; by replicates of both, too.
awk 'BEGIN {
    print "H,PSU,W,Y,Z"
    for (i = 0; i < 120; i++) {
        psu = i % 6
        printf "%d,%d,%d,%d,%d\n", psu % 2, psu, 1 + i % 5, i * 37 % 101, i * 61 % 97 + psu
    }
}' >person.csv
describe()
{
    echo "survey: {title: T, year: $1}
files: {person: {path: person.csv}}
design: {$3}
indicators: {own: [{code: M, name: M, of: person, quantile: {of: $2, p: 0.5$4}}]}" >"$1.yaml"
    hearth run "$1.yaml" -o "$1" -q >/dev/null || exit
}
changes()
{
    hearth compare 2019 2020 -o changes.csv >/dev/null
    cut -d, -f5-6,8-9,11-13 changes.csv | tail -n 1
    hearth compare 2019 2019 -o changes.csv >/dev/null
    awk -F, 'NR == 2 { printf "%s %.12f\n", $13, $11 / $6 / $6 }' changes.csv
}
describe 2019 Y "strata: [H], clusters: [PSU], weight: W"
describe 2020 Z "strata: [H], clusters: [PSU], weight: W"
changes
describe 2019 Y "strata: [H], clusters: [PSU], weight: W, variance: jkn"
describe 2020 Z "strata: [H], clusters: [PSU], weight: W, variance: jkn"
changes
