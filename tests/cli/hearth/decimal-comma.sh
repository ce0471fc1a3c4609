# A file as Excel writes it where commas are before decimals: refused until that is
# said, and then read; codes of several answers are texts if that is said.
cat >p.csv <<'END'
id;strate;grappe;poids;net;canaux
1;A;1;10,5;1;1,3
2;A;1;10,5;2;2
3;A;2;12;1;1,2
4;B;1;9,25;2;3
5;B;2;9,25;1;1
END
cat >survey.yaml <<'END'
survey: {title: Enquete}
files: {person: {path: p.csv, key: [id]}}
design: {strata: [strate], clusters: [grappe], nested: true, weight: poids}
indicators:
  own:
    - {code: N, proportion: net == 1}
    - {code: M, proportion: 'canaux in ("3", "1,3")'}
END
hearth run survey.yaml -o out -q
echo "status $?"
sed -i 's/key: \[id\]/&, decimal: comma/' survey.yaml
hearth run survey.yaml -o out -q
echo "status $?"
sed -i 's/decimal: comma/&, types: {canaux: string}/' survey.yaml
hearth run survey.yaml -o out -q
echo "status $?"
cut -d, -f1,5,6 out/estimates.csv
hearth init p.csv --decimal comma -o init.yaml >init.log
grep -n 'decimal\|weight:' init.yaml
