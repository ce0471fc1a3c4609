# Two stages with fractions: every number adds up; a cell of a crossing.
hearth run "$FIXTURES/exampland/survey.yaml" -o out -q >/dev/null || exit
hearth explain out --verify | sed 's/difference: .*/difference: .../'
hearth explain out 'HH7[area=rural, region=northmark]' 'X4.never[sex=female]' --top 3
