# Without a command the driver says what there is, as wrong usage.
hearth
