"""`python -m summarise`: the same as the command `summarise`."""

from __future__ import annotations

import sys

from summarise.cli import main

if __name__ == "__main__":
    sys.exit(main())
