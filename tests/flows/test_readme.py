"""The README's transcript of one document is what the command prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.command import nianbao
from tests.transform.corpus import CORPUS

README = Path(__file__).parents[2] / "README.md"
DOCUMENT = "yingquan_office_2020.txt"


def transcript() -> list[str]:
    """The lines below the command in the README, without its indentation."""
    _, _, rest = README.read_text(encoding="utf-8").partition(f"    $ .venv/bin/nianbao check {DOCUMENT}\n")
    block, _, _ = rest.partition("\n\n")
    return [line.removeprefix("    ") for line in block.splitlines()]


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}: real documents are not part of the project")
def test_the_transcript_of_a_check_is_what_it_prints(tmp_path: Path) -> None:
    printed = iter(nianbao("check", str(CORPUS / DOCUMENT), home=tmp_path).stdout.splitlines())
    shown = [line.removesuffix("…") for line in transcript() if line.strip() != "…"]
    assert len(shown) > 5
    missing = [line for line in shown if not any(other.startswith(line) for other in printed)]
    assert missing == [], "in this order, each the beginning of a line"
