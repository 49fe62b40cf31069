"""Figures, by group. A group is a module here with

- `TITLE`, its heading, and `PLACE`, its place on the page (smaller is higher),
- `measure() -> dict`, which takes minutes and returns raw figures that JSON can hold,
- `page(figures) -> list[str]`, lines of Markdown made from nothing but those figures.

`python -m benchmarks` measures all groups, `python -m benchmarks fanout inbox` those that are named; `--page` measures
nothing. Each group's figures are kept in benchmarks/results/NAME.json with what they were measured on, and
docs/benchmarks.md is put together from all results that are kept, so that one group can be measured again by itself.
A figure that misses its target is printed like any other.
"""
