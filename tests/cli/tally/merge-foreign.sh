# A part of other data, a whole tally, a file that the manifest beside it does
# not know, and one that is not there.
description=$FIXTURES/mini/survey.yaml
hearth run "$description" -o out -q >/dev/null || exit
hearth tally "$description" -o out -q --shard 1/2 || exit
cp "$description" .
sed 's/^south,3,/south,2,/' "$FIXTURES/mini/person.csv" >person.csv
hearth run survey.yaml -o other -q >/dev/null || exit
hearth tally survey.yaml -o other -q --shard 2/2 || exit
hearth tally "$description" -o out -q --merge out/tally-1-of-2.h5 \
    other/tally-2-of-2.h5
echo $?
hearth tally "$description" -o out -q --merge out/tally.h5
echo $?
mkdir bare && cp other/tally-2-of-2.h5 bare
hearth tally "$description" -o out -q --merge out/tally-1-of-2.h5 \
    bare/tally-2-of-2.h5
echo $?
hearth tally "$description" -o out -q --merge out/tally-2-of-2.h5
