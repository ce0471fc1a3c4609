# A quantile of a condition, of a text, at p outside 0..1, twice the same p, by
# a rule that there is not, and by replicates that are not made.
describe()
{
    sed "s|path: |path: $FIXTURES/mini/|; /- {code: M3/a\\
    - {code: Q, of: person, quantile: {$1}}" \
        "$FIXTURES/mini/survey.yaml" >survey.yaml
    hearth check survey.yaml 2>&1
}
describe 'of: user, p: 0.5'
describe 'of: sex, p: 0.5'
describe 'of: hours, p: 1.5'
describe 'of: hours, p: [0.5, 0]'
describe 'of: hours, p: []'
describe 'of: hours, p: [0.5, 0.5]'
describe 'of: hours, p: 0.5, rule: hf10'
describe 'of: hours, p: 0.5, interval: quantile'
describe 'of: hours'
exit 0
