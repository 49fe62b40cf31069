"""Two doors over the same rooms. They turn the outside into calls and never decide."""
