# Columns of other well-known questionnaires, without labels: what is found is
# proposed with its codes of no answer, what is uncertain stays a comment.
columns() {
    sed -n '/^design:/,/^# Canonical/p' survey.yaml |
        grep -E '^  (# )?(strata|clusters|weight|age|sex|internet|hh_internet|mobile_own|skill_copy|computer|C3|[A-Z0-9_]+):' |
        sed 's/label: {[^}]*}, *//g; s/, label: {[^}]*}//g'
    rm survey.yaml
}
echo "TIC Domicilios"
cat >tic.csv <<'END'
QUEST,ESTRATO,UPA,PESO,SEXO,IDADE,C3,I1_B
101,1,11,1500.5,1,34,1,1
102,1,11,1500.5,2,61,0,99
103,1,12,1720.25,2,19,1,0
104,1,12,1720.25,1,45,97,99
105,2,21,980.75,2,28,1,97
106,2,21,980.75,1,72,98,99
107,2,22,1011.5,2,34,1,1
108,2,22,1011.5,1,50,0,99
END
hearth init tic.csv --preset tic-domicilios >/dev/null && columns
echo "MICS, members"
cat >hl.csv <<'END'
HH1,HH2,HL1,HL4,HL6,hhweight,stratum,PSU
1,1,1,1,44,0.75,1,1
1,1,2,2,98,0.75,1,1
1,2,1,2,99,0.75,1,1
2,1,1,1,95,1.25,1,2
2,1,2,2,31,1.25,1,2
3,1,1,2,28,1.5,2,3
4,1,1,1,52,0.5,2,4
4,1,2,2,17,0.5,2,4
END
hearth init hl.csv --preset mics >/dev/null && columns
