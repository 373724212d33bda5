"""LibreOffice, where it is installed: documents of other kinds made of a DOCX or XLSX, for tests and fuzzing."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(
    SOFFICE is None, reason="no LibreOffice here; next: apt-get install libreoffice-writer-nogui"
)


def convert(body: bytes, kind: str, *, source: str = "docx") -> bytes:
    """A document as one of another kind (``doc``, ``rtf``, ``pdf``)."""
    assert SOFFICE is not None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / f"report.{source}").write_bytes(body)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [SOFFICE, "--headless", profile, "--convert-to", kind, "--outdir", name]
        subprocess.run([*command, str(folder / f"report.{source}")], check=True, capture_output=True, timeout=240)
        return (folder / f"report.{kind.partition(':')[0]}").read_bytes()
