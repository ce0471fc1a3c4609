# An artifact that is not there: who makes it.
description=$FIXTURES/mini/survey.yaml
hearth run "$description" -o out -q >/dev/null || exit
rm out/tally.h5
hearth estimate "$description" -o out -q
