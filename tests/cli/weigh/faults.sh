# Totals, categories and answers that do not fit: where it is written, and why.
{
    sed "s|person.csv|$FIXTURES/mini/person.csv|" "$FIXTURES/mini/survey.yaml"
    printf 'weighting:\n  steps:\n'
} >head.yaml

# Runs the mini survey with the step read from standard input.
try()
{
    { cat head.yaml; sed 's/^/    - /'; } >survey.yaml
    rm -rf out
    hearth run survey.yaml -o out -q 2>&1 >/dev/null
    echo "status $?"
}

printf 'sex,total\nmale,100\nwomen,300\n' >names.csv
printf 'sex,total\nmale,1o0\n' >number.csv
printf 'gender,count\nmale,100\n' >columns.csv
printf 'sex,total\nmale,100\nmale,120\nfemale,1,2\n' >twice.csv
echo 'post-stratify: {by: sex, counts: {male: 160}}' | try
echo 'post-stratify: {by: sex, counts: {male: 160, femal: 200}}' | try
echo 'post-stratify: {by: user, counts: {"true": 160, "false": 200}}' | try
echo 'post-stratify: {by: [stratum, hours], totals: names.csv}' | try
echo 'post-stratify: {by: sex, totals: nowhere.csv}' | try
for file in names number columns twice; do
    echo "post-stratify: {by: sex, totals: $file.csv}" | try
done
echo 'post-stratify: {by: sex, shares: {male: 0.5, female: 0.4}}' | try
echo 'calibrate: {margins: [{by: sex, counts: {male: 100, female: 200}}, {by: stratum, counts: {north: 100, south: 210}}]}' | try
echo 'calibrate: {distance: logit, bounds: [0.9, 1.1], margins: [{by: sex, counts: {male: 100, female: 300}}]}' | try
echo 'calibrate: {distance: logit, margins: [{by: sex, counts: {male: 100, female: 300}}]}' | try
echo 'calibrate: {distance: linear, margins: [{by: sex, counts: {male: 100, female: 300}}, {number: houres, total: 3}]}' | try
echo 'non-response: {answered: user}' | try
echo 'rake: {margins: [{number: hours, total: 10}]}' | try
echo 'trim: {limits: [1, 2], medians: [0.5, 2]}' | try
echo 'from-parent: {}' | try
echo '{trim: {limits: [1, 2]}, rake: {margins: [{by: sex, counts: {male: 1, female: 2}}]}}' | try
echo 'trim: {limits: [1, 2]}' | try
echo 'calibrate: {distance: linear, margins: [{by: sex, counts: {male: 20, female: 340}}, {by: stratum, counts: {north: 20, south: 340}}]}' | try
