"""The parser's version: another one wherever code or data differ, the same one anywhere else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import transform

ASK = "from transform.version import parser_version; print(parser_version())"


def version_in(folder: Path) -> str:
    """What a copy of the parser says of itself, in a process of its own."""
    asked = subprocess.run([sys.executable, "-c", ASK], cwd=folder, capture_output=True, text=True, check=True)
    return asked.stdout.strip()


def test_a_copy_has_the_same_version_until_code_or_data_change(tmp_path: Path) -> None:
    copy = tmp_path / "transform"
    shutil.copytree(Path(transform.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    first = version_in(tmp_path)
    assert len(first) == 12
    (copy / "__pycache__").mkdir(exist_ok=True)
    (copy / "__pycache__" / "left.cpython-311.pyc").write_bytes(b"compiled")
    assert version_in(tmp_path) == first
    labels = copy / "words" / "labels.yaml"
    labels.write_text(labels.read_text(encoding="utf-8") + "# another word\n", encoding="utf-8")
    second = version_in(tmp_path)
    (copy / "words" / "dates.py").unlink()
    assert len({first, second, version_in(tmp_path)}) == 3
