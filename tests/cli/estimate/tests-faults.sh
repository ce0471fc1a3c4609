# Tests that cannot be: unknown variables, across record types, of a number, of
# a mean, of an indicator that is not available, and badly written.
cp "$FIXTURES"/exampland/household.sav "$FIXTURES"/exampland/person.dta .
try()
{
    sed "/^tables:/,\$d; s/^  catalogue: .*/&\\n  skip: [HH8]/" \
        "$FIXTURES/exampland/survey.yaml" >survey.yaml
    printf 'tables:\n  %s\n' "$1" >>survey.yaml
    hearth run survey.yaml -o out -q --to derive 2>&1
}
try 'tests: [internt ~ sex]'
try 'tests: [internet ~ sez]'
try 'tests: [hh_internet ~ sex]'
try 'tests: [HH4 ~ sex]'
try 'tests: [age ~ sex]'
try 'tests: [X1 ~ sex]'
try 'tests: [internet + 1 ~ sex]'
try 'tests: [internet sex]'
try 'tests: [~ sex, internet ~, internet ~ sex ** area, internet ~ sex * sex]'
try 'trends: [internet ~ sex * area]'
try 'test-statistics: [f, lm]'
exit 0
