hearth init
echo "status $?"
hearth init nowhere.sav
echo "status $?"
printf 'a,b\n' >empty.csv
hearth init empty.csv -o x.yaml --preset mcis
echo "status $?"
ls -A
