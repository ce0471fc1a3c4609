# The same sample by every allocation, and sizes alone without proportions.
cat >strata.csv <<'END'
stratum,population,proportion,deff
north,41000,0.31,1.5
south,8300,0.62,1.5
isles,127,0.09,1
END
for rule in proportional equal root power equal-cv neyman; do
    hearth plan --strata strata.csv --cv 0.04 --allocation $rule --least 20 \
        --response 0.8
done
cut -d, -f1,2 strata.csv >sizes.csv
hearth plan --strata sizes.csv --size 1000 --allocation root --json
