# 25 of 50 strata have a single PSU and are joined: not each of them is told.
awk 'BEGIN {
    print "H,PSU,W,Y"
    for (h = 1; h <= 50; h++)
        for (psu = 1; psu <= 1 + h % 2; psu++)
            print h "," psu "," 1 + h / 7 "," (h * psu) % 5
}' >person.csv
cat >survey.yaml <<'END'
survey: {title: T, year: 2026}
files: {person: {path: person.csv}}
design: {strata: [H], clusters: [PSU], nested: true, weight: W, lonely-psu: collapse}
indicators: {own: [{code: Y, name: Y, of: person, mean: Y}]}
END
hearth run survey.yaml -o out -q >/dev/null || exit
cut -d, -f1,5-6 out/estimates.csv
hearth explain out Y | grep -c 'is joined'
hearth explain out Y | grep 'more strata'
