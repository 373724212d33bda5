"""Fuzz one reader for some minutes: nothing unhandled, nothing slow, nothing large. Faulty documents are kept.

    python -m tests.fuzz --reader pdf --minutes 10 [--keep FOLDER] [--seed 0]
    python -m tests.fuzz --reader pdf --documents 25 --seed 2024

hypothesis draws the damage and is told time and memory of every document, so that it looks for what costs most.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings, target
from hypothesis import strategies as st

from tests.fuzz.damage import PLANS, Step
from tests.fuzz.targets import TARGETS, Target
from tests.fuzz.trial import Trial, attempt, prepare

ROUND = 100
"""Documents of one round of hypothesis; the clock is looked at between rounds."""


@dataclass
class Findings:
    """What came of the documents tried."""

    outcomes: Counter[str] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)  # what -> name of the first document
    slowest: float = 0.0
    largest: int = 0

    def add(self, body: bytes, trial: Trial, aim: Target, keep: Path | None) -> None:
        """Count one trial; keep its document where it is faulty in a new way."""
        self.outcomes[trial.outcome] += 1
        self.slowest, self.largest = max(self.slowest, trial.seconds), max(self.largest, trial.memory)
        for fault in trial.faults(aim):
            place = trial.trace.strip().splitlines()[-4:-3]
            key = " ".join([fault.split(" s of")[0].split(".")[0], *(line.strip() for line in place)])
            if key in self.faults:
                continue
            name = hashlib.sha256(body).hexdigest()[:12]
            self.faults[key] = f"{name}: {fault}\n{trial.trace}"
            if keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{name}.bin").write_bytes(body)


def fuzz_round(
    aim: Target,
    number: int,
    findings: Findings,
    *,
    end: float = math.inf,
    examples: int = ROUND,
    keep: Path | None = None,
) -> None:
    """One round: ``examples`` damaged documents, the same for the same number; none after ``end``."""
    seeds = aim.seeds()

    @seed(number)
    @settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.target),
    )  # fmt: skip
    @given(which=st.integers(0, len(seeds) - 1), plan=PLANS)
    def run(which: int, plan: list[Step]) -> None:
        if time.monotonic() > end:
            return
        body = aim.harm(seeds[which], plan, aim.words)
        trial = attempt(aim, body)
        findings.add(body, trial, aim, keep)
        target(trial.seconds, label="seconds")
        target(trial.memory / 2**20, label="megabytes")

    run()


def main() -> int:
    """Print what was found; 1 where anything was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reader", choices=sorted(TARGETS), required=True)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--documents", type=int, help="one round of so many, instead of minutes; always the same")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    aim, findings, number = TARGETS[asked.reader], Findings(), asked.seed
    if not aim.seeds():
        print(f"{asked.reader}: no LibreOffice here; next: install libreoffice-writer-nogui")
        return 2
    prepare(aim)
    began = time.monotonic()
    end = began + asked.minutes * 60
    if asked.documents is not None:
        fuzz_round(aim, number, findings, examples=asked.documents, keep=asked.keep)
        number += 1
    while asked.documents is None and time.monotonic() < end:
        fuzz_round(aim, number, findings, end=end, keep=asked.keep)
        number += 1
    report(asked.reader, findings, f"{time.monotonic() - began:.0f} s, seeds {asked.seed}-{number - 1}")
    return 1 if findings.faults else 0


def report(reader: str, findings: Findings, effort: str) -> None:
    """Print what came of all documents."""
    print(f"{reader}: {findings.outcomes.total()} documents in {effort}")
    print(f"  slowest {findings.slowest:.2f} s of CPU, largest {findings.largest / 2**20:.0f} MB")
    for outcome, count in findings.outcomes.most_common():
        print(f"  {count:7} {outcome}")
    for fault, detail in findings.faults.items():
        print(f"FAULT {fault}\n{detail}")


if __name__ == "__main__":
    sys.exit(main())
