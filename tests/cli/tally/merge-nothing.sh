# --merge without parts is wrong usage.
hearth run "$FIXTURES/mini/survey.yaml" -o out -q >/dev/null || exit
hearth tally "$FIXTURES/mini/survey.yaml" -o out -q --merge
