"""Word 97 and RTF through LibreOffice: every number and no wrong one; nothing is fetched, run or left running."""

from __future__ import annotations

import lzma
import os
import random
import stat
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml

from tests.fuzz.bounded import measure
from tests.transform.containers import write_docx
from tests.transform.generator.numbers import realistic_numbers, with_blanks
from tests.transform.generator.page import Page, make_page
from tests.transform.generator.score import Score
from tests.transform.office import SOFFICE, convert, needs_office
from tests.transform.reading import fill, refusal
from transform.errors import UnreadableDocument
from transform.models import Hints
from transform.parse import parse_document
from transform.readers.isolate import MEGABYTE, Bounds, read_isolated
from transform.readers.word.doc import convert_to_docx, read_doc

ENDLESS = Path(__file__).parent / "fixtures" / "endless_in_libreoffice.rtf.xz"
TYPES = {"doc": "application/msword", "rtf": "application/rtf"}


def make(edition: str) -> Page:
    rng = random.Random(f"old word {edition}")
    return make_page(edition, with_blanks(realistic_numbers(edition, rng), rng))


@pytest.fixture(scope="module", params=[(kind, edition) for kind in TYPES for edition in ("2019", "2021")], ids=str)
def document(request: pytest.FixtureRequest) -> tuple[str, Page, bytes]:
    kind, edition = request.param
    page = make(edition)
    return kind, page, convert(write_docx(page), kind)


@needs_office
class TestNumbers:
    def test_every_number_and_no_wrong_one(self, document: tuple[str, Page, bytes]) -> None:
        kind, page, body = document
        score = Score()
        report = parse_document(body, Hints())
        assert report.document.media_type == TYPES[kind]
        score.add(kind, report, page.truth)
        assert score.wrong == []
        assert score.printed > 100
        assert score.share >= 0.999, score.unread

    def test_a_file_that_breaks_off_gives_no_wrong_number(self, document: tuple[str, Page, bytes]) -> None:
        kind, page, body = document
        for share in (0.2, 0.6, 0.97):
            score = Score()
            try:
                score.add(kind, parse_document(body[: int(share * len(body))], Hints()), page.truth)
            except UnreadableDocument as error:
                assert error.code == "damaged_document"
            assert score.wrong == []

    def test_its_memory_is_bounded(self, document: tuple[str, Page, bytes], tmp_path: Path) -> None:
        (tmp_path / "report").write_bytes(document[2])
        effort = measure(tmp_path / "report", TYPES[document[0]], patience=300)
        assert effort.outcome == "report"
        assert effort.memory < 300 * 2**20
        assert effort.seconds < 20


@needs_office
@pytest.mark.parametrize("body", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), b"{\\rtf1 {\\trowd 12"])
def test_a_damaged_file_is_one_line(body: bytes) -> None:
    assert refusal(body, "application/msword") == "damaged_document"


def test_without_libreoffice_the_issue_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableDocument) as caught:
        read_doc(b"\xd0\xcf\x11\xe0", Hints())
    assert caught.value.code == "office_missing"
    assert "libreoffice" in str(caught.value)


class Listener(ThreadingTCPServer):
    """Remembers the first line of whatever is asked, and answers nothing."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Remember)
        self.asked: list[bytes] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}/"


class _Remember(StreamRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, Listener)
        self.server.asked.append(self.rfile.readline())


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


PICTURE = """
<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<wp:inline><wp:extent cx="990000" cy="792000"/><wp:docPr id="1" name="p"/><a:graphic>
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>
<pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:link="LINK"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="990000" cy="792000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>
</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"""
LINKS = r"""{\rtf1\ansi{\*\template URLt.dot}
{\field{\*\fldinst { INCLUDEPICTURE "URLpicture.png" \\d }}{\fldrslt {}}}\par
{\field{\*\fldinst { INCLUDETEXT "URLtext.rtf" }}{\fldrslt old}}\par
{\field{\*\fldinst { INCLUDETEXT "file://FILE" }}{\fldrslt old}}\par
{\field{\*\fldinst { LINK Excel.Sheet.8 "URLbook.xls" "R1C1" \\a \\r }}{\fldrslt linked}}\par
{\field{\*\fldinst { DDEAUTO soffice "URLdde" "x" }}{\fldrslt dde}}\par
text\par}"""


@needs_office
class TestNothingIsFetched:
    def test_a_linked_picture_of_a_word_file(self, listener: Listener) -> None:
        document = docx.Document()
        paragraph = document.add_paragraph("text")
        address = f"{listener.url}linked.png"
        link = document.part.relate_to(address, RELATIONSHIP_TYPE.IMAGE, is_external=True)
        paragraph.add_run()._r.append(parse_xml(PICTURE.replace("LINK", link)))
        body = convert(fill(document), "doc")
        assert any(address.encode(form) in body for form in ("utf-16-le", "ascii"))
        listener.asked.clear()  # LibreOffice fetched it when it wrote the file
        assert [block.text for block in read_doc(body, Hints()).paragraphs] == ["text"]
        assert listener.asked == []

    def test_links_templates_and_files_of_an_rtf(self, listener: Listener, tmp_path: Path) -> None:
        secret = tmp_path / "secret.txt"
        secret.write_text("12345")
        body = LINKS.replace("URL", listener.url).replace("FILE", str(secret)).encode()
        texts = [block.text for block in read_doc(body, Hints()).paragraphs]
        assert "text" in texts
        assert "12345" not in "".join(texts)
        assert listener.asked == []


@needs_office
def test_a_document_that_libreoffice_never_ends_with_is_too_slow() -> None:
    """Found by fuzzing: a damaged RTF file that it lays out for ever, a minute of the processor and more."""
    body = lzma.decompress(ENDLESS.read_bytes())
    with pytest.raises(UnreadableDocument) as caught:
        read_isolated("transform.readers.word.doc:read_doc", body, Hints(), Bounds(256 * MEGABYTE, 4))
    assert caught.value.code == "too_slow"


STUBBORN = """#!/bin/sh
(while :; do sleep 1; done) &
while :; do sleep 1; done
"""


class TestNothingIsLeft:
    def test_what_the_program_started_is_ended_with_it(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        program = tmp_path / "soffice"
        program.write_text(STUBBORN)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        with pytest.raises(UnreadableDocument) as caught:
            convert_to_docx(str(program), b"{\\rtf1}", seconds=1)
        assert caught.value.code == "too_slow"
        assert _wait_until_none(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["soffice"]

    def test_it_is_ended_with_the_reader_that_asked(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        program = tmp_path / "soffice"
        program.write_text(STUBBORN)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        reader = "tests.transform.containers:convert_for_ever"
        with pytest.raises(UnreadableDocument) as caught:
            read_isolated(reader, os.fsencode(program), Hints(), Bounds(400 * MEGABYTE, 2))
        assert caught.value.code == "too_slow"
        assert _wait_until_none(tmp_path)

    @needs_office
    def test_libreoffice_is_ended_in_the_middle_of_its_work(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert SOFFICE is not None
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        with pytest.raises(UnreadableDocument) as caught:
            convert_to_docx(SOFFICE, b"{\\rtf1 text}", seconds=0.5)
        assert caught.value.code == "too_slow"
        assert _wait_until_none(tmp_path)
        assert list(tmp_path.iterdir()) == []


def _wait_until_none(folder: Path) -> bool:
    """Whether no process is left whose home lies in the folder; a killed one takes a moment to go."""
    end = time.monotonic() + 10
    while (living := _living(folder)) and time.monotonic() < end:
        time.sleep(0.05)
    return not living


def _living(folder: Path) -> list[int]:
    psutil = pytest.importorskip("psutil")  # there with Dask
    found = []
    for process in psutil.process_iter():
        try:
            is_ours = process.environ().get("HOME", "").startswith(str(folder) + os.sep)
        except psutil.Error:
            continue
        if is_ours and process.status() != psutil.STATUS_ZOMBIE:
            found.append(process.pid)
    return found
