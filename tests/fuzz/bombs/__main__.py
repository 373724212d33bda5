"""Print what the documents cost: all, or those named."""

from __future__ import annotations

import sys

from tests.fuzz.bombs import BOMBS, explode


def main() -> None:
    """Print what each document costs."""
    for name in sys.argv[1:] or BOMBS:
        effort = explode(name)
        mark = " " if effort.outcome in BOMBS[name].outcomes else "!"
        cost = f"{effort.seconds:8.2f} s{effort.memory / 2**20:7.0f} MB"
        print(f"{name:32}{cost} {mark} {effort.outcome} {effort.message} {dict(effort.issues)}", flush=True)


if __name__ == "__main__":
    main()
