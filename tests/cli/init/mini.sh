# A CSV file of persons without any label: names and values must do.
cp "$FIXTURES"/mini/person.csv .
hearth init person.csv -o first.yaml || exit
sed '/^# Canonical/,/^indicators:/d' first.yaml
hearth check first.yaml
