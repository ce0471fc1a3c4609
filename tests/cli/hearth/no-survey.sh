# A description that is not there.
hearth run nowhere.yaml
