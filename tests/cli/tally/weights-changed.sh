# An artifact in which a byte was changed is refused by name.
description=$FIXTURES/mini/survey.yaml
hearth run "$description" -o out -q >/dev/null || exit
printf "\377" | dd of=out/weights.h5 bs=1 seek=3000 conv=notrunc 2>/dev/null
hearth tally "$description" -o out -q
