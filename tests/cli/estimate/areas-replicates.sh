# Small areas whose errors come from a jackknife: what R has for them.
sed "s|path: |path: $FIXTURES/exampland/|; s|mobile.csv|$FIXTURES/exampland/&|
    s/^  fpc:.*/  variance: jkn/" "$FIXTURES/exampland/districts.yaml" >survey.yaml
hearth run survey.yaml -o out -q >/dev/null || exit
awk -F, '
    function off(got, want) { return got - want > 1e-7 * want || want - got > 1e-7 * want }
    FNR == 1 { for (k = 1; k <= NF; k++) at[FILENAME $k] = k; file++; next }
    file == 1 { for (k = 2; k <= NF; k++) want[$1, k] = $k; next }
    file == 2 { a = $at[FILENAME "term"] == "(area variance)" ? $at[FILENAME "estimate"] : a; next }
    file == 3 {
        n++
        wrong += off($4, want[$3, 2]) || off($5, want[$3, 3]) || off(a, want[$3, 4]) \
            || off($at[FILENAME "estimate"], want[$3, 5]) || off($at[FILENAME "mse"], want[$3, 6]) \
            || off($at[FILENAME "shrinkage"], want[$3, 7])
        next
    }
    $at[FILENAME "district"] in seen { next }
    { seen[$at[FILENAME "district"]]; se += $at[FILENAME "se"] > 0 }
    END { print n " districts, " wrong + 0 " other than in R; " se " compared" }' \
    "$FIXTURES/reference/areas-exampland.csv" out/smallarea-models.csv out/smallarea.csv out/coherence.csv
