# What does not make sense is told, all at once; the status of each.
hearth run "$FIXTURES/mini/survey.yaml" -o out -q >/dev/null || exit
try() {
    hearth plan "$@"
    echo "$? plan $*"
}
try
try --proportion 30 --cv 0
try --proportion 0.3 --mean 2 --cv 0.1
try --mean 2 --cv 0.1
try --proportion 0.3 --cv 0.1 --se 0.1
try --proportion 0.3 --cv 0.1 --rho 0.05
try --proportion 0.3 --cv 0.1 --rho -0.5 --cluster-size 4
try --proportion 0.3 --cv 0.1 --response 85
try --proportion 0.3 --size 500 --population 400
try --proportion x --cv 0.1
try --proportion 0.3 --cv 0.1 M1
try --from out --cv 0.1
try --from out M1 --cv 0.1 --deff 2
try --from out M7 --cv 0.1
try --from nowhere M1 --cv 0.1
try --strata nowhere.csv --cv 0.1
try --strata strata.csv --allocation best --cv 0.1
printf 'stratum,people\na,3\n' >strata.csv
try --strata strata.csv --cv 0.1
printf 'stratum,population\na,300\n' >strata.csv
try --strata strata.csv --cv 0.1
printf 'stratum,population,proportion\na,1,0.2\nb,x,0.3\nc,50,1.2\nd,5\n' >strata.csv
try --strata strata.csv --cv 0.1
printf 'stratum,population,proportion\n' >strata.csv
try --strata strata.csv --cv 0.1
