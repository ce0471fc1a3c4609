# Codes of the ITU DataHub: the unit by the base, breakdowns in their order.
cp "$FIXTURES"/catalogue/*.csv .
sed 's/catalogue: .*/catalogue: [itu-2025, women]/; /^  given/d' "$FIXTURES/catalogue/survey.yaml" >survey.yaml
hearth run survey.yaml -o out -q 2>/dev/null || exit
grep -o '"series": "HH[^"]*"' out/estimates.json | sort -u >series
wc -l <series
grep -e 'U4212agg-' -e 'A4213-' -e 'U781OAB-' series
