# What there is not: a catalogue, an indicator, too much.
hearth catalogue itu-2021
echo $?
hearth catalogue itu-2020 HH77
echo $?
hearth catalogue itu-2020 HH7 HH8
echo $?
hearth catalogue --check
echo $?
