# Output that cannot be written is a failure of the system.
hearth schema >/dev/full
