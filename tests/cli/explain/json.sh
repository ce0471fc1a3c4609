# The same facts for programs, of one cell, with the two PSUs that add most.
hearth run "$FIXTURES/mini/survey.yaml" -o out -q >/dev/null || exit
hearth explain out 'M1[sex=female]' --json --top 2
