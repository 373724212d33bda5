"""Word before 2007, RTF and OpenDocument texts → DOCX by LibreOffice, where it is installed; else the issue names what
is missing.

LibreOffice works in a folder and a process group of its own, both gone afterwards, with a profile that runs no macros
and reaches no network: left to itself it fetches the linked pictures of a document from wherever they point to.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from xml.sax.saxutils import escape

from transform.errors import UnreadableDocument
from transform.grids import DocumentContent
from transform.models import Hints
from transform.readers.package import check_package
from transform.readers.word.docx import read_docx

MAX_BYTES = 30_000_000
SECONDS = 150.0
"""On the clock; a report takes two. What it may use of memory and processor is bounded by the reader's process."""
_PROGRAMS = ("soffice", "libreoffice")
_RTF = b"{\\rtf"
_ODT = b"PK"
_FILTERS = {_RTF: "Rich Text Format", _ODT: "writer8"}  # by how the bytes begin; the kind is known, nothing is guessed
_WORD_97 = "MS Word 97"
_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_NETWORK = "/org.openoffice.Inet/Settings"
_NOWHERE = (("Name", "127.0.0.1"), ("Port", "9"))  # the discard port: nothing answers there
_SETTINGS = (
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),  # never
    (_NETWORK, "ooInetProxyType", "2"),  # by hand
    (_NETWORK, "ooInetNoProxy", ""),
    *((_NETWORK, f"ooInet{kind}Proxy{part}", value) for kind in ("HTTP", "HTTPS", "FTP") for part, value in _NOWHERE),
)


def read_doc(body: bytes, hints: Hints) -> DocumentContent:
    """Read an old Word document. Raises UnreadableDocument ``office_missing`` where there is no LibreOffice."""
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise UnreadableDocument(
            "office_missing",
            "a .doc, .rtf or .odt file needs LibreOffice; next: apt-get install libreoffice-writer-nogui",
        )
    if len(body) > MAX_BYTES:
        raise UnreadableDocument("too_large", f"the document has {len(body)} bytes, limit {MAX_BYTES}")
    if body.startswith(_RTF) and not body.rstrip(b"\x00\r\n\t ").endswith(b"}"):
        raise UnreadableDocument("damaged_document", "the RTF file breaks off")  # perhaps within a number
    return read_docx(convert_to_docx(program, body), hints)


def read_odt(body: bytes, hints: Hints) -> DocumentContent:
    """Read an OpenDocument text, looked through as every package is. Raises UnreadableDocument as `read_doc` does."""
    if any(part.filename.startswith("Basic/") for part in check_package(body).infolist()):
        raise UnreadableDocument("macro_document", "the document carries macros")
    return read_doc(body, hints)


def _filter_for(body: bytes) -> str:
    return next((name for start, name in _FILTERS.items() if body.startswith(start)), _WORD_97)


def convert_to_docx(program: str, body: bytes, seconds: float = SECONDS) -> bytes:
    """The document as DOCX. Raises UnreadableDocument where LibreOffice makes none of it in so many seconds."""
    with tempfile.TemporaryDirectory(prefix="nianbao-doc-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, target = folder / "report.doc", folder / "made" / "report.docx"
        source.write_bytes(body)
        profile = folder / "profile"
        _write_profile(profile)
        command = [program, "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"]
        command += [f"--infilter={_filter_for(body)}", "--convert-to", "docx:Office Open XML Text"]
        status = _run([*command, "--outdir", str(target.parent), str(source)], folder, seconds)
        if status != 0 and _is_out_of_time():
            raise UnreadableDocument("too_slow", "LibreOffice used up its time of the processor")
        if status != 0 or not target.exists():
            raise UnreadableDocument("damaged_document", f"LibreOffice cannot convert the document (status {status})")
        return target.read_bytes()


def _is_out_of_time() -> bool:
    """Whether a program may have ended at this process's bound: it says no more than that it was stopped."""
    limit = resource.getrlimit(resource.RLIMIT_CPU)[0]
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return limit != resource.RLIM_INFINITY and used.ru_utime + used.ru_stime >= limit - 1


def _write_profile(profile: Path) -> None:
    """A new profile for every document: LibreOffice does not start twice with one."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{escape(value)}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )


def _run(command: list[str], folder: Path, seconds: float) -> int:
    """The program's status. Whatever it started is ended with it: it is a script that starts a program that starts one.

    ``folder`` is its home and the place of its temporary files. Raises UnreadableDocument ``too_slow``.
    """
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder)}
    null = subprocess.DEVNULL
    started = subprocess.Popen(  # noqa: S603 - found by name
        command, stdin=null, stdout=null, stderr=null, env=environment, cwd=folder, start_new_session=True
    )
    try:
        return started.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument("too_slow", f"LibreOffice took more than {seconds:.0f} s") from error
    finally:
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()
