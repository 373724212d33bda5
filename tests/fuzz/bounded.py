"""One document parsed by a process that did nothing before: what it ends with, CPU seconds, peak memory.

    python -m tests.fuzz.bounded --media-type text/html FILE

The answer is one line of JSON. A fork of a busy parent would start with the parent's memory; this does not.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


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
    """Of this process since it was started (``ru_maxrss`` would keep its parent's), or of its largest child."""
    own = _PEAK.search(Path("/proc/self/status").read_text())
    assert own is not None
    return max(int(own[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) * 1024


def main() -> None:
    """Print the effort of one document."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--media-type", required=True)
    parser.add_argument("file", type=Path)
    asked = parser.parse_args()
    print(json.dumps(vars(_parse(asked.file, asked.media_type))))


if __name__ == "__main__":
    main()
