# A rule that cannot be tested is a fault of the description, with its place.
cp "$FIXTURES"/mini/person.csv .
cat "$FIXTURES"/mini/survey.yaml - >survey.yaml <<'EOF'
checks:
  - {name: few hours, of: person, require: hours + 1}
  - {name: no such thing, of: person, require: hurs < 20}
EOF
hearth check survey.yaml
