# The files of the demonstration: what of its description is found again.
cp "$FIXTURES"/exampland/household.sav "$FIXTURES"/exampland/person.dta .
hearth init household.sav person.dta || exit

# Files, keys and design, all of them.
sed -n '/^files:/,/^variables:/p' survey.yaml

# Names of variables in FILE, sorted; commented ones are not.
names() {
    sed -n '/^variables:/,/^indicators:/s/^  \([a-z_]*\):.*/\1/p' "$1" | sort
}
names "$FIXTURES/exampland/survey.yaml" >theirs
names survey.yaml >ours
echo "variables in the description: $(wc -l <theirs)"
echo "found: $(comm -12 theirs ours | wc -l)"
echo "not found:" $(comm -23 theirs ours)
echo "found besides:" $(comm -13 theirs ours)

# Conditions, column by column.
conditions() {
    sed -n 's/^  \([a-z_]*\): *{of: [a-z]*, where: \(.*\)}.*/\1: \2/p' "$1" | sort
}
conditions "$FIXTURES/exampland/survey.yaml" >theirs
conditions survey.yaml >ours
echo "conditions in the description: $(wc -l <theirs)"
echo "the same here: $(comm -12 theirs ours | wc -l)"
diff theirs ours

# It binds, and it runs as it is.
hearth check survey.yaml | grep 'no fault'
hearth run survey.yaml -o out 2>errors >/dev/null || cat errors
cut -d, -f1,10 out/estimates.csv | sed -n '/^HH[67],/{p;}' | head -1
