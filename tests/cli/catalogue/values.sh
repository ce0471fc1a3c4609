# Every indicator of every catalogue, in every vintage and by every rule for
# activities without an answer, against R's numbers from the definitions.
cp "$FIXTURES"/catalogue/*.csv .
against_R()
{
    hearth run survey.yaml -o "$1" -q 2>/dev/null || exit
    awk -F, -v run="$1" '
        NR == FNR { if ($1 == run) { want[$2 "." $3] = $4; cases[$2 "." $3] = $5 }; next }
        FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        {
            for (i = 5; i < at["estimate"]; i++)
                if ($i != "_T")
                    next
            key = $1 "." $2
            seen[key]
            off = $at["estimate"] - want[key]
            if (!(key in want) || $at["n"] != cases[key] || off > 1e-12 || off < -1e-12)
                print run ": " key " is " $at["estimate"] " of " $at["n"] \
                      ", R says " want[key] " of " cases[key]
            n++
        }
        END {
            for (key in want)
                if (!(key in seen))
                    print run ": " key " is not there"
            print run ": " n " numbers"
        }' "$FIXTURES/catalogue/expected.csv" "$1/estimates.csv"
}
one()
{
    sed "s/^  catalogue: .*/  catalogue: [$2]/; s/skills-missing: .*/skills-missing: $3/
         /^  views/d; $4" "$FIXTURES/catalogue/survey.yaml" >survey.yaml
    against_R "$1"
}
one 2014 itu-2014 zero '/^  given/d'
one 2020 itu-2020 zero '/^  given/d'
one 2025 'itu-2025, sdg, umc, ott, e-commerce, e-waste, eurostat-dsi, women' zero ''
one drop-person itu-2020 drop-person '/^  given/d'
one area-missing-if-all-missing itu-2020 area-missing-if-all-missing '/^  given/d'
