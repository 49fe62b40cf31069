"""The heart: who may answer, since which term, and what was said in which order."""
