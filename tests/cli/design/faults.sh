# What cannot be described is told.
try() {
    hearth design "$@"
    echo "$? design $*"
}
try
try nowhere.yaml
try one.yaml two.yaml
sed 's/STRATUM/STRATA/' "$FIXTURES/mini/survey.yaml" >survey.yaml
cp "$FIXTURES/mini/person.csv" .
try survey.yaml
ls -A
