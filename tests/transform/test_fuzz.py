"""A short run of the fuzzer over every reader, the same documents each time; minutes of it: `python -m tests.fuzz`."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import pytest

from tests.fuzz.damage import damage_package
from tests.fuzz.targets import TARGETS

DOCUMENTS = {"pdf": 25, "doc": 5, "picture": 3, "mhtml": 30, "zip": 30}
"""Of readers that take a second or more for one; of the others 40."""


@pytest.mark.slow
@pytest.mark.parametrize("reader", TARGETS)
def test_damaged_documents_are_read_or_refused_in_bounds(reader: str) -> None:
    """In a process of its own: children start with the memory and the threads of the one they are forked from."""
    if reader == "picture":
        pytest.importorskip("rapidocr_onnxruntime")
    command = [sys.executable, "-m", "tests.fuzz", "--reader", reader, "--seed", "2024"]
    command += ["--documents", str(DOCUMENTS.get(reader, 40))]
    found = subprocess.run(command, check=False, capture_output=True, text=True, timeout=280)
    if "no LibreOffice here" in found.stdout:
        pytest.skip("no LibreOffice here; next: apt-get install libreoffice-writer-nogui")
    assert found.returncode == 0, found.stdout + found.stderr
    assert len(found.stdout.splitlines()) > 3, f"every document ended alike: {found.stdout}"


@pytest.mark.parametrize("reader", ["docx", "xlsx"])
def test_every_part_of_a_package_can_be_damaged(reader: str) -> None:
    """Also those that are no XML: the picture of the first page, which Word keeps in the package."""
    aim = TARGETS[reader]
    body = aim.seeds()[0]
    before = _parts(body)
    touched = set()
    for size in range(3 * len(before) * 4):
        after = _parts(aim.harm(body, [("cut", 0.5, size)], aim.words))
        touched |= {name for name in before if after[name] != before[name]}
    assert aim.harm is damage_package
    assert touched == set(before)


def _parts(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        return {name: package.read(name) for name in package.namelist()}
