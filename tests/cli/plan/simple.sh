# A proportion with clusters, non-response and groups; a mean, the other way round.
hearth plan --proportion 0.3 --margin 0.03 --rho 0.05 --cluster-size 12 \
    --response 0.85 --domains 6
hearth plan --mean 24.5 --sd 40 --size 900 --deff 1.7 --population 20000
hearth plan --proportion 0.2 --cv 0.1 --population 3200 --members 2.5 --json
