# The demonstration: nothing but what is worth knowing.  The CSV file has all.
hearth check "$FIXTURES/exampland/survey.yaml" --csv findings.csv
cut -d, -f1,2 findings.csv | sort | uniq -c | sed 's/^ *//'
