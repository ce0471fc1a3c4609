# Paths that lead to something else than what they should.
try()
{
    "$@"
    echo "status $?"
}
cp "$FIXTURES/mini/survey.yaml" "$FIXTURES"/mini/*.csv .
touch file
try hearth run .
try hearth-ingest . -o out
try hearth run survey.yaml -o file
try hearth-ingest survey.yaml -o file
try hearth run survey.yaml -o ''
try hearth-tally survey.yaml -o out --merge nothing.h5
mkdir -p out/manifest.json
try hearth run survey.yaml -o out
mkfifo pipe.yaml
try hearth check pipe.yaml
