# What can be wrong with a file of given values.
cp "$FIXTURES"/catalogue/*.csv .
sed '/^  views/d; s/catalogue: .*/catalogue: [sdg]/' "$FIXTURES/catalogue/survey.yaml" >survey.yaml
try()
{
    hearth run survey.yaml -o out -q >/dev/null
    echo $?
}
printf 'indicator,item,year,value\n9.c.1,5G,2025,1\n9.c.1,4G,2025,much\n9.c.1,4G,20.5,1\n9.c.1,3G,2025,1\n9.c.1,3G,2025,2\n9.c.1,3G\n' >given.csv
try
echo 'item,value' >given.csv
try
rm given.csv
try
sed 's/catalogue: .*/catalogue: [itu-2020]/' survey.yaml >other.yaml
mv other.yaml survey.yaml
try
