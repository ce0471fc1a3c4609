# Indicators of the goals and targets in every language: parity, breaks, notes.
# What is the same in two languages is a code, a number or a name of the survey.
cp "$FIXTURES"/catalogue/*.csv .
sed 's/^  views.*/  by: [sex]/; s/^  title:.*/  title: {en: Every indicator, fr: Tout indicateur, es: Todo indicador}/
    s/^  given: .*/&\
  breaks:\
    - {indicator: 5.b.1, what: {en: asked of all since 2026, fr: posée à tous depuis 2026, es: preguntada a todos desde 2026}}\
    - {indicator: UMC_OWN, what: {en: asked of all since 2026, fr: posée à tous depuis 2026, es: preguntada a todos desde 2026}}/
    s/, ott, e-commerce, e-waste, eurostat-dsi, women//' "$FIXTURES/catalogue/survey.yaml" >survey.yaml
hearth run survey.yaml -o out -q 2>/dev/null || exit
for l in . fr es; do
    grep -v -e '^4.4.1' -e '^4.a' out/tables/$l/sdg.csv
    grep -v -e int15 out/tables/$l/targets.csv
done
head -6 out/tables/fr/person-by-sex.csv
# A ratio of parity, and how far it is: those of contrasts.csv.
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
    FNR == NR { if ($at["parity"] != "") ratio[$1 $2] = $at["estimate"]; next }
    $3 ~ /sex/ && $5 ~ /[0-9]/ {
        gsub(/[()]/, "", $5)
        off = $5 + $9 - 1
        far = $5 - ratio[$1 $2]
        if (off > 1e-9 || off < -1e-9 || far > 0.0005 || far < -0.0005)
            print $1 " " $2 " is " $5 ", contrasts.csv has " ratio[$1 $2]
        n++
    }
    END { print n " ratios" }' out/contrasts.csv out/tables/targets.csv
# Nothing of a table in French or Spanish is said as it is in English.
for file in sdg targets; do
    for l in fr es; do
        # Fields that have words, in both: the same only if they have no blank.
        paste -d '\n' out/tables/$file.csv out/tables/$l/$file.csv | awk -v l="$l" -v file="$file" '
            function words(line, list,    n, i, c, quoted, f) {
                n = 0; f = ""
                for (i = 1; i <= length(line); i++) {
                    c = substr(line, i, 1)
                    if (c == "\"") quoted = !quoted
                    else if (c == "," && !quoted) { list[++n] = f; f = "" }
                    else f = f c
                }
                list[++n] = f
                return n
            }
            NR % 2 { n = words($0, a); next }
            { words($0, b)
              for (k = 1; k <= n; k++)
                  if (a[k] == b[k] && a[k] ~ /[a-z] [a-z]/) print l " " file ": " a[k] }' | sort | uniq -c
    done
done
