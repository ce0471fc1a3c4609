# Figures by area from elsewhere: beside the estimates, and in a model.
hearth run "$FIXTURES/exampland/districts.yaml" -o out -q >/dev/null || exit
head -4 out/coherence.csv | cut -c1-120
head -4 out/smallarea.csv | cut -c1-120
wc -l <out/coherence.csv
wc -l <out/smallarea.csv
cat out/smallarea-models.csv | cut -c1-60
