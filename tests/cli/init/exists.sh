# What is there already is not overwritten, nor is anything left behind.
cp "$FIXTURES"/mini/person.csv .
echo mine >survey.yaml
hearth init person.csv
echo "status $?"
cat survey.yaml
ls -A
