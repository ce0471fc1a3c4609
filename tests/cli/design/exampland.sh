# Two stages with fractions, two record types; nothing is left behind.
hearth design "$FIXTURES/exampland/survey.yaml"
ls -A
