# What stands behind SURVEY.yaml without --merge is wrong usage.
hearth run "$FIXTURES/mini/survey.yaml" -o out -q >/dev/null || exit
hearth tally "$FIXTURES/mini/survey.yaml" nonsense -o out -q
