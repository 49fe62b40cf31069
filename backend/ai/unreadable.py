"""Why something cannot be read, in a sentence for whoever put it there."""


class Unreadable(Exception):
    """A file that cannot be read. The message says why, and what to do."""
