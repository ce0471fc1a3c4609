# What can be wrong with probabilities and with the file of pairs.
cat >good.csv <<'END'
STRATUM,EA,P,W,Y,S2
a,1,0.2,5,1,0.25
a,1,0.2,5,0,0.25
a,3,0.3,3.33,0,0.25
a,2,0.4,2.5,1,0.25
b,1,0.5,2,1,0.4
b,2,1,1,1,0.4
b,3,0.25,4,0,0.4
END
cat >pairs.csv <<'END'
STRATUM,EA,with,probability
a,1,2,0.06
a,1,3,0.05
a,3,2,0.1
b,1,2,0.5
b,1,3,0.11
b,2,3,0.25
END
cp pairs.csv all-pairs.csv
try()
{
    cat >survey.yaml <<END
survey: {title: Probabilities}
files: {u: {path: data.csv}}
design:
  {strata: [STRATUM], clusters: [EA], nested: true, fpc: [P], weight: W, $1}
indicators: {own: [{code: A, total: Y == 1}]}
END
    hearth run survey.yaml -o out -q >/dev/null
    echo "$? $1"
}
sed '2s/0.2,5/,5/; 4s/0.3/30/; 5s/0.4/0/; 7s/1,1,1/1.5,1,1/; 3s/0.2,5/0.21,5/' good.csv >data.csv
try 'pps: brewer'
sed '3s/0.25$/0.26/; 8s/0.4$/1.2/' good.csv >data.csv
try 'pps: hartley-rao, squared-probabilities: S2'
try 'pps: hartley-rao, squared-probabilities: S3'
cp good.csv data.csv
joint='pps: yates-grundy, joint-probabilities: pairs.csv'
rm pairs.csv
try "$joint"
sed 1,2d all-pairs.csv >pairs.csv
try "$joint"
: >pairs.csv
try "$joint"
sed 's/STRATUM,//; s/^[ab],//' all-pairs.csv >pairs.csv
try "$joint"
{
    sed '/^a,1,2/d; /^b,2,3/d; s/^a,1,3,0.05/a,1,3,0.21/; s/0.11/zero/' all-pairs.csv
    echo a,2,3,0.12
} >pairs.csv
try "$joint"
sed '/^a,1,2/d; /^b,2,3/d' all-pairs.csv >pairs.csv
try "$joint"
{ cat all-pairs.csv; echo a,1,2; } >pairs.csv
try "$joint"
# A stratum where all but one are sure.
cp all-pairs.csv pairs.csv
sed '6s/0.5/1/' good.csv >data.csv
try 'pps: brewer'
try 'pps: brewer, lonely-psu: remove'
cut -d, -f1,5,6 out/estimates.csv
