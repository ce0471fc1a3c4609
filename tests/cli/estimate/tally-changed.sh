# A tally in which a byte was changed is refused by name.
description=$FIXTURES/mini/survey.yaml
hearth run "$description" -o out -q >/dev/null || exit
printf "\377" | dd of=out/tally.h5 bs=1 seek=5000 conv=notrunc 2>/dev/null
hearth estimate "$description" -o out -q
