# All that is unfit about a catalogue of one's own, and all that is wrong.
cat >own.yaml <<'YAML'
catalogue: {id: own, title: Own, from: itu}
bases:
  old: {universe: age >= 65, requires: [age], name: {en: of the old, fr: des aînés, es: de los mayores}}
pick:
  - {code: HH7, as: A1, among: age >= 65 and sex == female, requires: [age]}
indicators:
  - {code: A2, name: {en: Two}, of: person, base: old, proportion: dog, requires: [dog], source: us}
  - {code: A2, name: {en: Two, fr: Deux, es: Dos}, of: person, proportion: dog, requires: [dog], source: us}
  - code: A3
    name: {en: Three, fr: Trois, es: Tres}
    of: person
    status: experimental
    items:
      - {item: a, name: {en: a, fr: a, es: a}, proportion: cat, requires: [cat], over: [old]}
      - {item: a, name: {en: a, fr: a}, proportion: cat, requires: [cat]}
YAML
hearth catalogue --check own.yaml
echo $?
sed -i 's/base: old/base: young/; s/code: HH7,/code: HH77,/; s/over: .old./over: [young]/' own.yaml
hearth catalogue --check own.yaml
echo $?
printf 'catalogue: {id: b, title: B, from: itu-2020}\n' >b.yaml
hearth catalogue --check b.yaml
echo $?
printf 'catalogue: {id: c, title: C}\npick: [{code: HH7}]\n' >c.yaml
hearth catalogue --check c.yaml
echo $?
cat >d.yaml <<'YAML'
catalogue: {id: d, title: D, from: itu}
pick: [{code: HH9, items: [acv, nothing]}]
skills:
  - indicator: HH9
    of: person
    among: internet
    areas: [{area: Z, name: Z, variable: n_z, items: [act_calls]}]
    levels: [{item: "0", name: none}]
    overall: [{item: O, name: all}]
YAML
hearth catalogue --check d.yaml
echo $?
