"""The shoppers' door. A field that is not in this schema cannot be asked for: a forgotten one is no leak."""
