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
# What is out of range, empty, or no number; all at once.
cat >given.csv <<'END'
indicator,item,year,value
9.c.1,2G,2025,250
9.c.1,3G,2025,-1.5
9.c.1,4G,2025,
17.6.1,per100,2025,-0.01
17.6.1,per100,2024,131.7
17.6.1,number,2025,inf
4.a.1,internet,1625,61.4
4.a.1,computers,2024,100
4.a.1,computers,2025,0
4.a.1,computers,2024,37.5
END
try
# The latest year up to the survey's counts; a file may go on.
cat >given.csv <<'END'
indicator,item,year,value,source,note
9.c.1,4G,2027,97.25,Regulator,later
9.c.1,4G,2026,93.75,Regulator,
9.c.1,4G,2025,91.5,Regulator,older
9.c.1,3G,2028,98.5,Regulator,later
END
try
grep '^9.c.1' out/tables/sdg.csv
echo 'item,value' >given.csv
try
rm given.csv
try
sed 's/catalogue: .*/catalogue: [itu-2020]/' survey.yaml >other.yaml
mv other.yaml survey.yaml
try
