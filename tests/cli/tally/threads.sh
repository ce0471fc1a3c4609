# The number of threads changes no bit of what comes out.
description=$FIXTURES/exampland/survey.yaml
for j in 1 2 3 8; do
    hearth run "$description" -o out-$j -j $j -q >/dev/null || exit
    for file in tally.h5 estimates.csv estimates.json tables/person.csv; do
        cmp out-1/$file out-$j/$file && [ $j = 8 ] && echo $file
    done
done
exit 0
