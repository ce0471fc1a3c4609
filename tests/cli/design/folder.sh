# In a folder of results: what is current there is not made again.
hearth design "$FIXTURES/mini/survey.yaml" -o out >first.txt || exit
hearth design "$FIXTURES/mini/survey.yaml" -o out >second.txt || exit
cmp first.txt second.txt
hearth status out | sed 's/ *20[0-9T:Z-]*, .*//; s/ [0-9]* bytes//'
hearth run "$FIXTURES/mini/survey.yaml" -o out -q
hearth design "$FIXTURES/mini/survey.yaml" -o out | cmp - first.txt
