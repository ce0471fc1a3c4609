# So is an answer to a question that cannot be written.
for asked in 'hearth run --help' 'hearth check --usage' 'hearth plan --version' \
             'hearth-tally --help' 'hearth-estimate --version'; do
    $asked >/dev/full
    echo "$asked: status $?"
done
