# The next round, as in this survey; with other clusters; as JSON.
hearth run "$FIXTURES/exampland/survey.yaml" -o out -q >/dev/null || exit
hearth plan --from out 'HH7[region=*]' HH7 --cv 0.05
hearth plan --from out 'HH7[region=*]' --cv 0.05 --cluster-size 20 --response 0.9
hearth plan --from out X3 'X4.never[sex=female]' --size 2000
hearth plan --from out 'HH7[sex=male]' --margin 0.02 --json
