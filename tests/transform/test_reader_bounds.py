"""What would hurt is refused in one line, within its bounds of time and memory."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.transform.pdf_writer import PdfPage, write_pdf
from tests.transform.reading import fill, refusal, repack
from transform.errors import UnreadableDocument
from transform.models import Hints
from transform.readers.isolate import MEGABYTE, Bounds, read_isolated
from transform.readers.package import MAX_PART_BYTES
from transform.readers.registry import READERS, read_document

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


BINARY_TYPES = sorted(
    {reader.name: media_type for media_type, reader in READERS.items() if media_type[:5] != "text/"}.values()
)


class TestDangers:
    def test_a_zip_bomb_is_refused_at_once(self) -> None:
        bomb = repack(fill(docx.Document()), "word/document.xml", b"<w:p/>" * (MAX_PART_BYTES // 6 + 10))
        assert len(bomb) < 200_000
        started = time.perf_counter()
        assert refusal(bomb, DOCX) == "too_large"
        assert time.perf_counter() - started < 1

    def test_entities_are_refused(self) -> None:
        laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><w:document/>'
        assert refusal(repack(fill(docx.Document()), "word/document.xml", laughs), DOCX) == "damaged_document"
        hidden = laughs.decode().encode("utf-16")
        assert refusal(repack(fill(docx.Document()), "word/document.xml", hidden), DOCX) == "damaged_document"

    def test_macros_are_refused(self) -> None:
        assert refusal(repack(fill(docx.Document()), "word/vbaProject.bin", b"x"), DOCX) == "macro_document"

    @pytest.mark.parametrize("media_type", BINARY_TYPES)
    def test_garbage_is_one_line_for_every_reader(self, media_type: str) -> None:
        assert refusal(b"PK\x03\x04" + bytes(range(256)) * 20, media_type) in (
            "damaged_document",
            "no_article",
            "office_missing",
            "ocr_missing",
        )

    def test_a_kind_nobody_reads_is_named(self) -> None:
        assert refusal(b"x", "video/mp4") == "unknown_media_type"

    def test_a_pdf_that_unpacks_to_gigabytes_dies_alone(self) -> None:
        body = _pdf_with_stream(_pack_spaces(600_000_000))
        assert len(body) < 10_000_000
        assert refusal(body, "application/pdf") in ("too_large", "reader_died", "damaged_document", "too_slow")

    def test_a_reader_that_never_ends_is_stopped(self) -> None:
        with pytest.raises(UnreadableDocument) as caught:
            read_isolated(
                "transform.readers.pdf.reader:read_pdf", write_pdf([PdfPage()]), Hints(), Bounds(MEGABYTE * 200, 0.02)
            )
        assert caught.value.code == "too_slow"

    def test_a_reader_that_works_too_long_is_stopped_by_the_processor_time_it_took(self, tmp_path: Path) -> None:
        lock = tmp_path / "held"
        with pytest.raises(UnreadableDocument) as caught:
            read_isolated(
                "tests.transform.containers:read_for_ever", os.fsencode(lock), Hints(), Bounds(400 * MEGABYTE, 1)
            )
        assert caught.value.code == "too_slow"
        assert not _is_held(lock)

    def test_a_reader_that_has_to_wait_is_not_stopped(self) -> None:
        content = read_isolated("tests.transform.containers:read_late", b"x", Hints(), Bounds(400 * MEGABYTE, 3))
        assert [block.text for block in content.paragraphs] == ["x"]

    def test_a_reader_ends_also_when_whoever_asked_was_killed(self, tmp_path: Path) -> None:
        """As when the run is killed: nobody is left to end what never ends by itself."""
        lock = tmp_path / "held"
        lock.touch()
        asking = subprocess.Popen([sys.executable, "-c", ASK_FOR_EVER, str(lock)])
        assert _wait_until(lambda: _is_held(lock))
        asking.kill()
        asking.wait()
        assert _is_held(lock)
        assert _wait_until(lambda: not _is_held(lock))


ASK_FOR_EVER = """
import os, sys
from transform.models import Hints
from transform.readers.isolate import Bounds, read_isolated
read_isolated("tests.transform.containers:read_for_ever", os.fsencode(sys.argv[1]), Hints(), Bounds(400_000_000, 8))
"""


def _is_held(lock: Path) -> bool:
    """Whether a living process holds the lock: the kernel frees it with its holder."""
    with lock.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _wait_until(is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + 60
    while not is_so() and time.monotonic() < end:
        time.sleep(0.05)
    return is_so()


def _pack_spaces(count: int) -> bytes:
    """Deflated white space, written piece by piece."""
    packer = zlib.compressobj(1)
    piece = b" " * 1_000_000
    return b"".join(packer.compress(piece) for _ in range(count // len(piece))) + packer.flush()


def _pdf_with_stream(packed: bytes) -> bytes:
    page = write_pdf([PdfPage()])
    old = b"<</Length 0>>\nstream\n\nendstream"
    assert old in page
    new = b"<</Length %d/Filter/FlateDecode>>\nstream\n" % len(packed) + packed + b"\nendstream"
    return page.replace(old, new)


class TestCrowdedTags:
    def test_a_crowd_of_attributes_is_refused_before_the_tree(self) -> None:
        for value in ("x", "'>'", '"<p>"'):
            page = "<body " + " ".join(f"a{n}={value}" for n in range(200_000)) + ">"
            started = time.process_time()
            assert refusal(page.encode(), "text/html") == "too_many_attributes"
            assert time.process_time() - started < 2

    def test_a_cell_of_nested_runs_is_refused_in_one_line(self) -> None:
        page = "<table><tr><td>" + "<span>1" * 2_900 + "</td></tr></table>"
        assert refusal(page.encode(), "text/html") == "too_deep"

    def test_a_picture_as_data_and_a_comparison_in_a_script_pass(self) -> None:
        script = "<script>for(i=0;i<n;i++){" + "a = b ; " * 2000 + "}</script>"
        page = f'<p><img src="data:image/png;base64,{"Ab0/+ " * 100_000}">正文</p>{script}<p>结尾</p>'
        content = read_document(page.encode(), "text/html", Hints())
        assert [block.text for block in content.paragraphs] == ["正文", "结尾"]
