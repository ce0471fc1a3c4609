# A variable of another kind than its name stands for is one fault, whatever is made
# of it; where it is used once, that is told where it is. One that is not made for
# a fault of its own is no fault of the indicators.
ln -s "$FIXTURES/exampland/household.sav" "$FIXTURES/exampland/person.dta" .
try()
{
    sed "$1" "$FIXTURES/exampland/survey.yaml" >survey.yaml
    hearth check survey.yaml >/dev/null
    echo $?
}
try 's/^  internet: .*/  internet: {of: person, from: B05}/'
try 's/^  internet: .*/  internet: {of: person, where: C99 == 1}/'
try 's/^  hh_computer: .*/  hh_computer: {of: household, from: H07}/
    s/^  loc_home: .*/  loc_home: {of: person, where: age and C07a == 1}/'
