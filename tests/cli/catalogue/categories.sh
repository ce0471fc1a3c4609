# A questionnaire that lacks a category, or calls it otherwise, lacks what is made
# of it, and nothing else.
cp "$FIXTURES"/catalogue/*.csv .
# Nobody did anything else with an old device, and nobody is online that seldom.
awk -F, -v OFS=, '
    FNR == 1 { for (i = 1; i <= NF; i++) if ($i ~ /^EW_/) ew[i]; else if ($i == "HH12") often = i }
    FNR > 1 { for (i in ew) if ($i == 6) $i = 4; if ($often == 3) $often = 2 }
    { print }' person.csv >some.csv
mv some.csv person.csv
sed 's/^  catalogue: .*/  catalogue: [itu-2025, e-waste, women]/
     s/^  views: .*/  views: [facts-and-figures]/
     /^  given:/d' "$FIXTURES/catalogue/survey.yaml" >whole.yaml
sed 's/, less: 3//; s/, other: 6//; s/{male: 1, female: 2}/{men: 1, women: 2}/' \
    whole.yaml >survey.yaml
hearth run whole.yaml -o whole -q 2>/dev/null || exit
hearth run survey.yaml -o out -q

# What there is, is the same; what there is not is told.
sed 's/,men,/,male,/; s/,women,/,female,/' out/estimates.csv >ours.csv
awk -F, '
    FNR == NR { is[$0]; next }
    $0 in is { same++; next }
    { gone[$1 ($2 ~ /^_?$/ ? "" : "." $2)] }
    END {
        print same " numbers are the same"
        for (name in gone)
            if (name !~ /^W_/)
                print "gone: " name
    }' ours.csv whole/estimates.csv | sort
grep -c female whole/contrasts.csv
grep -c -E 'male|men' out/contrasts.csv
grep -A8 -E '"item": "fm"|"contrast": "sex' out/estimates.json | grep -A7 -E '"(missing|category|found)"'
hearth check survey.yaml --csv found.csv >/dev/null 2>&1
echo "check: $?"
grep -E '^[a-z]*,(canon|unavailable),' found.csv

# Labels of the file, strings, and a condition.
for way in 'SEX' '"where: SEX == 2"'; do
    sed "s/^  sex: .*/  sex: {of: person, from: $way}/; s/from: \"where/where/
         s/2\"}/2}/; s/^  views: .*/  by: [sex]/" whole.yaml >other.yaml
    echo "sex from $way"
    hearth run other.yaml -o other --to derive -q 2>&1 | grep "'sex'" | cut -c1-96
done

# Who asks for it by name has a fault.
sed 's/^  views: .*/  by: [sex]\n  parity: [sex]/' survey.yaml >parity.yaml
hearth check parity.yaml 2>&1 >/dev/null | grep -A2 parity.yaml
sed 's/^  views: .*/  by: [area]\n  contrasts: [HH12.fd - HH12.fm]\n  tests: [HH12.fm ~ area]/' survey.yaml >contrast.yaml
printf 'models:\n  - {code: M, of: person, outcome: HH12.fm, on: [age]}\n' >>contrast.yaml
hearth check contrast.yaml 2>&1 >/dev/null | grep -A2 contrast.yaml
sed 's/^  skills-missing: .*/  own: [{code: O, of: person, proportion: internet_frequency == less}]/' survey.yaml >own.yaml
hearth check own.yaml 2>&1 >/dev/null | grep -A2 own.yaml
