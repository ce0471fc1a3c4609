# Calibrated weights: every unit has a score, and parts add up all the same.
sed "s|person.csv|$FIXTURES/mini/person.csv|" "$FIXTURES/mini/survey.yaml" >survey.yaml
cat >>survey.yaml <<'END'
weighting:
  steps:
    - calibrate:
        margins:
          - {by: sex, counts: {male: 170, female: 200}}
          - {by: stratum, counts: {north: 130, south: 240}}
END
hearth run survey.yaml -o out -q >/dev/null || exit
hearth explain out --verify | sed 's/difference: .*/difference: .../'
hearth explain out 'M1[stratum=north]' | sed -n '/^Variance/,/^Design/p' | sed '$d'
