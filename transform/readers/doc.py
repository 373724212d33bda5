"""Word before 2007 and RTF → DOCX by LibreOffice, where it is installed; else the issue names what is missing."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from transform.errors import UnreadableDocument
from transform.grids import DocumentContent
from transform.models import Hints
from transform.readers.docx import read_docx

MAX_BYTES = 30_000_000
_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 90


def read_doc(body: bytes, hints: Hints) -> DocumentContent:
    """Read an old Word document. Raises UnreadableDocument ``office_missing`` where there is no LibreOffice."""
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise UnreadableDocument("office_missing", "a .doc file needs LibreOffice; next: install libreoffice-writer")
    if len(body) > MAX_BYTES:
        raise UnreadableDocument("too_large", f"the document has {len(body)} bytes, limit {MAX_BYTES}")
    return read_docx(_convert(program, body), hints)


def _convert(program: str, body: bytes) -> bytes:
    """Run LibreOffice with a profile of its own: it does not start twice with one, and a new one has macros off."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "report.doc"
        source.write_bytes(body)
        command = [program, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        command += ["--convert-to", "docx", "--outdir", str(folder), str(source)]
        try:
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603 - found by name
        except subprocess.TimeoutExpired as error:
            raise UnreadableDocument("too_slow", f"LibreOffice took more than {_SECONDS} s") from error
        except (subprocess.CalledProcessError, OSError) as error:
            raise UnreadableDocument("damaged_document", "LibreOffice cannot convert the document") from error
        target = folder / "report.docx"
        if not target.exists():
            raise UnreadableDocument("damaged_document", "LibreOffice made nothing of the document")
        return target.read_bytes()
