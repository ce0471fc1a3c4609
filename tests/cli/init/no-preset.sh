cp "$FIXTURES"/mini/person.csv .
hearth init person.csv --preset mcis
echo "status $?"
ls -A
