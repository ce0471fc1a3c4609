# A command that is not there: the nearest one is offered.
hearth chek survey.yaml
