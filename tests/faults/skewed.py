"""The backend with a clock of its own: `python -m tests.faults.skewed serve`. CLOCK_FILE says by how much it is off."""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from backend import clock

_true_now = clock.now
_file = Path(os.environ["CLOCK_FILE"])


def now() -> datetime:
    """What this machine takes for the present moment."""
    return _true_now() + timedelta(seconds=float(_file.read_text() or 0))


if __name__ == "__main__":
    clock.now = now  # before any other module takes it from there
    from backend.__main__ import main

    sys.exit(main())
