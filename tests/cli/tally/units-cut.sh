# An artifact that was cut short is refused by name.
description=$FIXTURES/mini/survey.yaml
hearth run "$description" -o out -q >/dev/null || exit
head -c 20000 out/units.h5 >cut && mv cut out/units.h5
hearth tally "$description" -o out -q
