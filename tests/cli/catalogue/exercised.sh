# Every entry of every catalogue that comes along has an expected value, in each
# vintage that it is published in, and one that can tell: neither 0 nor 1 for
# everybody, of 20 cases or more.  What is given from elsewhere has none.
known()                         # RUN CATALOGUE...
{
    run=$1
    shift
    hearth catalogue --markdown "$@" | awk -F' \\| ' -v run="$run" '
        FILENAME != "-" {
            split($0, f, ",")
            if (f[1] == run) {
                key = f[2] "." f[3]
                sub(/\.$/, "", key)
                want[key]
                if (f[4] > 0 && f[4] < 1 || f[4] > 1 || f[3] ~ /^X_mean/)
                    telling[key] = f[5] >= 20
            }
            next
        }
        /^\| [A-Za-z0-9]/ && $3 != "given" && $3 != "" && $1 !~ /number|code/ {
            code = substr($1, 3)
            if (code ~ /^[nd]_|^dsi_/ || $3 ~ /^[0-9]+$/)
                next
            # Shares are one row here, one a category there.
            if ($3 ~ /shares of/) {
                found = 0
                for (key in want)
                    found += index(key, code ".") == 1
                if (found < 2) print run ": " code " is exercised by nothing"
            } else if (!(code in want))
                print run ": " code " is exercised by nothing"
            else if (!telling[code])
                print run ": " code " is the same whatever it is, or of too few"
            n++
        }
        END { print run ": " n " entries" }
    ' "$FIXTURES/catalogue/expected.csv" -
}
known 2014 itu-2014
known 2020 itu-2020
known 2025 itu-2025 sdg umc e-commerce ott e-waste eurostat-dsi women

# No catalogue is forgotten here: views alone have no indicators.
hearth catalogue | awk '/indicators .* items|for .tables/ { print $1 }' | sort >there
printf '%s\n' e-commerce e-waste eurostat-dsi facts-and-figures itu itu-2014 itu-2020 \
    itu-2025 itu-breakdowns ott sdg umc women >tried
comm -3 there tried
