"""A short run of the fuzzer over every reader, the same documents each time; minutes of it: `python -m tests.fuzz`."""

from __future__ import annotations

import pytest

from tests.fuzz.__main__ import Findings, fuzz_round
from tests.fuzz.targets import TARGETS
from tests.fuzz.trial import prepare

EXAMPLES = {"pdf": 25, "doc": 5, "picture": 3}
"""Documents where reading one takes a second or more; of the others 60."""


@pytest.mark.slow
@pytest.mark.parametrize("reader", TARGETS)
def test_damaged_documents_are_read_or_refused_in_bounds(reader: str) -> None:
    aim = TARGETS[reader]
    if reader == "picture":
        pytest.importorskip("rapidocr_onnxruntime")
    if not aim.seeds():
        pytest.skip("no LibreOffice here: old Word files cannot be made or read; next: install libreoffice-writer")
    prepare(aim)
    findings = Findings()
    fuzz_round(aim, 2024, findings, examples=EXAMPLES.get(reader, 60))
    assert findings.outcomes.total() > 1
    assert findings.faults == {}
