# Tests and trends, opened: proportions, what each cell adds to X squared, design
# effects and statistics, which are those of tests.csv; one domain, and all.
cp "$FIXTURES/mini/person.csv" .
describe()
{
    sed "/^tables:/,\$d; s/^  weight: WEIGHT/&$1/" "$FIXTURES/mini/survey.yaml"
    cat <<'END_OF_TABLES'
tables:
  by: [sex, stratum]
  tests: [user ~ sex, hours > 10 ~ sex | stratum, sex ~ stratum * user]
  trends: [M1 ~ sex, user ~ stratum | sex]
END_OF_TABLES
}
describe '' >plain.yaml
describe '\n  variance: jkn' >jkn.yaml
for way in plain jkn; do
    hearth run $way.yaml -o $way -q >/dev/null 2>&1 || exit
    hearth explain $way --verify | sed 's/difference: .*/difference: .../'
done
hearth explain plain 'user ~ sex' 'hours > 10 ~ sex | stratum [north]' 'M1 ~ sex'
hearth explain jkn 'user ~ stratum | sex' --language fr | sed -n '1,12p'
hearth explain jkn 'sex ~ stratum * user' --json |
    sed -E -n '/"cells"/,/}/p; /"statistics"/,/}/p' | sed -E 's/([0-9]\.[0-9]{7})[0-9]*/\1/g'
for name in 'user ~ area' 'hours > 10 ~ sex | stratum [west]' 'M1: a ~ b'; do
    hearth explain plain "$name"
    echo "$?"
done
sed 's/^  t.*~.*//' plain.yaml >none.yaml
hearth run none.yaml -o none -q
hearth explain none 'user ~ sex'
exit 0
