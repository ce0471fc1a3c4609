# Columns of a well-known questionnaire, without labels.
cat >wm.csv <<'EOF'
HH1,HH2,LN,HH6,WB4,MT6B,MT10,MT11,wmweight
1,1,1,1,24,1,3,1,0.75
1,2,1,1,31,2,2,1,0.75
1,2,4,1,44,9,0,2,0.75
2,1,2,2,19,1,1,1,1.25
2,3,2,2,27,2,0,1,1.25
3,1,2,2,48,1,9,8,1.5
EOF
hearth init wm.csv --preset mics || exit
sed -n '/^files:/,/^# Canonical/p' survey.yaml
hearth check survey.yaml
