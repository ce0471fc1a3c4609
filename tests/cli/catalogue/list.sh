# Which catalogues there are, the indicators of one, and all about one of them.
hearth catalogue
hearth catalogue umc --language fr
hearth catalogue itu-2025 HH8
hearth catalogue itu-2014 HH15 | sed -n '/X_move/,$p'
hearth catalogue sdg 9.c.1
