# A column of a CSV file is a text because of one value: which row has it.
printf 'id,x\n1,2\n2,two\n' >d.csv
cat >survey.yaml <<'END'
survey: {title: T}
files: {u: {path: d.csv}}
design: {weight: 1}
indicators: {own: [{code: A, total: x}]}
END
hearth check survey.yaml
sed 's/d.csv/d.csv, types: {x: number}/' survey.yaml >typed.yaml
hearth check typed.yaml
