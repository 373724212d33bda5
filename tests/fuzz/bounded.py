"""One document parsed by a process that did nothing before: what it ends with, CPU seconds, peak memory.

    python -m tests.fuzz.bounded --media-type text/html FILE

The answer is one line of JSON. A fork of a busy parent would start with the parent's memory, and what a busy parent
executes with the parent's peak; so this is a fork of a process that did nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Effort:
    """``outcome``: ``report``, ``no report``, ``refused: <code>`` or what the process died of; CPU seconds of the
    parse, its readers' own processes included; peak resident bytes of the largest process, interpreter included.

    ``issues`` counts what the report says of itself; ``message`` is that of a refusal.
    """

    outcome: str
    seconds: float
    memory: int
    claims: int = 0
    issues: tuple[tuple[str, int], ...] = ()
    message: str = ""


def measure(path: Path, media_type: str, patience: float = 120) -> Effort:
    """Parse the file in a clean interpreter; it is killed after ``patience`` seconds on the wall clock."""
    command = [sys.executable, "-m", "tests.fuzz.bounded", "--media-type", media_type, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=patience, check=False)
    except subprocess.TimeoutExpired:
        return Effort(f"not done after {patience:.0f} s", patience, 0)
    if done.returncode != 0:
        return Effort(f"died with status {done.returncode}", 0, 0, message=done.stderr[-2_000:])
    found = json.loads(done.stdout)
    return Effort(**{**found, "issues": tuple(map(tuple, found["issues"]))})


def _parse(path: Path, media_type: str) -> Effort:
    from transform.errors import UnreadableDocument
    from transform.models import Hints
    from transform.parse import parse_document

    parse_document("<p>政府信息公开工作年度报告".encode(), Hints())  # the rules are read once in a process
    body = path.read_bytes()
    began = _seconds()
    try:
        report = parse_document(body, Hints(declared_media_type=media_type))
    except UnreadableDocument as error:
        return Effort(f"refused: {error.code}", _seconds() - began, _peak(), message=str(error))
    outcome = "report" if report.is_report else "no report"
    issues = Counter(issue.code for issue in report.issues)
    return Effort(outcome, _seconds() - began, _peak(), len(report.claims), tuple(issues.items()))


def _seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peak() -> int:
    """Of this process, which is a fork of a clean one: after exec alone it would be the peak of whoever ran it."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return max(usage.ru_maxrss for usage in usages) * 1024


def main() -> None:
    """Print the effort of one document."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--media-type", required=True)
    parser.add_argument("file", type=Path)
    asked = parser.parse_args()
    child = os.fork()
    if child == 0:
        print(json.dumps(vars(_parse(asked.file, asked.media_type))), flush=True)
        os._exit(0)
    sys.exit(abs(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))


if __name__ == "__main__":
    main()
