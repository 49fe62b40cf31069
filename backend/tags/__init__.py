"""Tags: labels with reasons. An agent's choice outranks automation for ever."""
