# The headline table fits a terminal of any width from 40 columns on.
description=$FIXTURES/exampland/survey.yaml
hearth run "$description" -o out -q >/dev/null || exit
for COLUMNS in 40 60 80 100 132; do
    export COLUMNS
    hearth tabulate "$description" -o out -q --headline >headline || exit
    [ "$(wc -L <headline)" -le "$COLUMNS" ] || echo "wider than $COLUMNS"
    sed -n 1,7p headline
done
