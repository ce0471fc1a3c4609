# What replicates cannot be made of, and what they leave out of the errors.
cp "$FIXTURES/mini/person.csv" all.csv
grep -v '^[a-z]*,3,' all.csv >even.csv
# try DATA VARIANCE [MORE LINES OF THE DESIGN]
try()
{
    cp "$1" person.csv
    sed "s/^  nested: true.*/  nested: true\n  variance: $2\n$3/" \
        "$FIXTURES/mini/survey.yaml" >survey.yaml
    if [ -f weighting.yaml ]; then cat weighting.yaml >>survey.yaml; fi
    hearth run survey.yaml -o out -q >/dev/null
    echo "$?"
}
try all.csv brr
try all.csv fay
try even.csv jk1
try even.csv jkn '  replicates: {seed: 3, columns: R1-R9}'
try even.csv bootstrap '  replicates: {number: 100000, reweight: true}'
# A single PSU left in the north: there is no bootstrap that centres it.
grep -v '^north,2,' even.csv >lonely.csv
try lonely.csv rao-wu
try lonely.csv rao-wu '  lonely-psu: adjust'
try lonely.csv rao-wu '  lonely-psu: remove'
cut -d, -f1,5-8,20 out/estimates.csv | sed -n '2,4p'
grep -v '^south,2,' lonely.csv >both.csv
try both.csv jkn '  lonely-psu: remove'
# Populations that the method has no place for; stages below the first.
for file in all even; do
    awk -F, -v OFS=, '{ print $0, NR == 1 ? "N" : 7, NR == 1 ? "M" : 5 }' \
        $file.csv >$file-fpc.csv
done
try even-fpc.csv brr '  fpc: [N]'
try all-fpc.csv jkn '  fpc: [N]'
for method in jkn preston; do
    cp all-fpc.csv person.csv
    sed "s/^  nested: true.*/  nested: true\n  fpc: [N, M]\n  variance: $method/
         s/clusters: .*/clusters: [PSU, HH]/" \
        "$FIXTURES/mini/survey.yaml" >survey.yaml
    hearth run survey.yaml -o out -q >/dev/null
    echo "$?"
done
# Calibrated weights.
cat >weighting.yaml <<'END'
weighting:
  steps:
    - post-stratify: {by: sex, counts: {male: 170, female: 200}}
END
try all.csv jkn
try all.csv jkn '  replicates: {reweight: true}'
