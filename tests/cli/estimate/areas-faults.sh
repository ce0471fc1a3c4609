# What can be wrong with a file of figures by area.
cp "$FIXTURES"/exampland/*.sav "$FIXTURES"/exampland/*.dta .
cp "$FIXTURES/exampland/districts.yaml" survey.yaml
try()
{
    hearth run survey.yaml -o out -q >/dev/null
    echo $?
}
source=$FIXTURES/exampland/mobile.csv
grep -v '^d112,2026' "$source" | sed 's/^d121,2026/x,2026/; s/^d122,2026-Q1,[0-9.]*/&x/' >mobile.csv
echo 'd111,2026-Q1,1,2,3' >>mobile.csv
echo 'd211,2026-Q1,1,2' >>mobile.csv
try
# Below 0, and no number.
sed 's/^d211,2026-Q1,\([^,]*\),[^,]*/d211,2026-Q1,\1,inf/' "$source" >mobile.csv
try
sed 's/^d111,2026-Q1,\([^,]*\),/d111,2026-Q1,\1,-/; s/^d322,2026-Q1,[^,]*,/&-/' "$source" >mobile.csv
try
sed 's/2026-Q1/2026-Q2/' "$source" >mobile.csv
try
sed 's/district,period/place,period/' "$source" >mobile.csv
try
cp "$source" mobile.csv
sed -i 's/with: data_users/with: data_user/' survey.yaml
try
sed -i 's/with: data_user/with: data_users/; s/indicator: HH7, cov/indicator: HH9, cov/; s/by: district$/by: districts/' survey.yaml
try
ls out | grep -c smallarea
