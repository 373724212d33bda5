"""How many printed numbers each layout loses, and whether one is read wrongly: python -m tests.transform.generator.

Names of layouts may follow; without them all are tried. ``--unproved`` takes figures that keep no sums.
``--pairs 1000 [--seed 0]`` tries so many pages with two.
"""

from __future__ import annotations

import argparse

from tests.transform.generator.pairs import try_pairs
from tests.transform.generator.score import Score
from tests.transform.generator.traps import TRAPS
from tests.transform.generator.trial import FIGURES, UNPROVED, try_layout


def main(names: list[str], kinds: tuple[str, ...]) -> None:
    """Print a line for every layout that is not read whole, and the sum."""
    total = Score()
    for name in names or sorted(TRAPS):
        score = try_layout(name, kinds)
        total.take(score)
        if score.wrong or score.read < score.printed or names:
            print(f"{name:34} {score.read:5} of {score.printed:5} read, {len(score.wrong)} wrong")
            for line in [*score.wrong[:3], *score.unread[: 6 if names else 0]]:
                print("   ", line)
    read = f"{total.read} of {total.printed} numbers read ({total.share:.2%})"
    print(f"{len(names or TRAPS)} layouts, {read}, {len(total.wrong)} wrong")


def main_pairs(count: int, seed: int) -> None:
    """Print a line for every pair of layouts that together give a wrong number, and the sum."""
    total, tried = Score(), 0
    for score in try_pairs(count, seed):
        tried += 1
        total.take(score)
        if score.wrong:
            print(f"{len(score.wrong):4} wrong, {score.read:3} of {score.printed} read: {score.wrong[0]}", flush=True)
    print(f"{tried} pairs, {total.share:.2%} of {total.printed} numbers read, {len(total.wrong)} wrong")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--unproved", action="store_true")
    parser.add_argument("--pairs", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    if given.pairs:
        main_pairs(given.pairs, given.seed)
    else:
        main(given.names, UNPROVED if given.unproved else FIGURES)
