# Shards that cannot be.
for shard in 0/3 4/3 3 1/0 x/y; do
    hearth tally "$FIXTURES/mini/survey.yaml" -o out -q --shard $shard
    echo $?
done
