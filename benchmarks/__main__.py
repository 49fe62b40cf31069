"""`make bench`: measures groups of figures, from real processes on this machine's loopback. See benchmarks.groups."""

import argparse
import sys
import time

from benchmarks import pages


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measures, and writes docs/benchmarks.md."
    )
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"all, or some of: {', '.join(pages.names())}")
    parser.add_argument("--page", action="store_true", help="measure nothing: write the page from what is kept")
    chosen = parser.parse_args()
    unknown = set(chosen.groups) - set(pages.names())
    if unknown:
        parser.error(f"no such group: {', '.join(sorted(unknown))}")
    for name in [] if chosen.page else chosen.groups or pages.names():
        begun = time.perf_counter()
        print(f"{name} …", flush=True)
        pages.keep(name, pages.group(name).measure())
        print(f"{name}: {time.perf_counter() - begun:.0f} s", flush=True)
    print(pages.write())
    return 0


if __name__ == "__main__":
    sys.exit(main())
