"""How many printed numbers each layout loses, and whether one is read wrongly: python -m tests.transform.generator.

Names of layouts may follow; without them all are tried.
"""

from __future__ import annotations

import sys

from tests.transform.generator.score import Score
from tests.transform.generator.traps import TRAPS
from tests.transform.generator.trial import try_layout


def main(names: list[str]) -> None:
    """Print a line for every layout that is not read whole, and the sum."""
    total = Score()
    for name in names or sorted(TRAPS):
        score = try_layout(name)
        total.take(score)
        if score.wrong or score.read < score.printed or names:
            print(f"{name:34} {score.read:5} of {score.printed:5} read, {len(score.wrong)} wrong")
            for line in [*score.wrong[:3], *score.unread[: 6 if names else 0]]:
                print("   ", line)
    read = f"{total.read} of {total.printed} numbers read ({total.share:.2%})"
    print(f"{len(names or TRAPS)} layouts, {read}, {len(total.wrong)} wrong")


if __name__ == "__main__":
    main(sys.argv[1:])
