"""The generator's pages as programs print them: HTML through Chromium and Word through LibreOffice to PDF.

    python -m tests.transform.rendered [layout …]

prints a line for every way and layout: how many printed numbers were read, and how many wrongly. What another program
sets differs from what our own writers of PDF make: fonts in pieces, rules as boxes, headings repeated on every page.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.transform.containers import write_docx
from tests.transform.generator.page import Page, make_page
from tests.transform.generator.score import Score
from tests.transform.generator.traps import TRAPS
from tests.transform.generator.trial import draw_numbers
from tests.transform.office import SOFFICE, convert
from transform.errors import UnreadableDocument
from transform.models import Hints
from transform.parse import parse_document

CHROMIUM = shutil.which("chromium-headless-shell")
LAYOUTS = (
    "plain", "results_twice", "total_first", "one_row_other_handling", "last_year_first", "counts_with_unit", "dashes",
    "page_break", "vertical_labels", "raised_notes", "one_table", "remark_column", "hidden_cells", "four_tables",
)  # fmt: skip
_RULES = "<style>table,td,th{border:1px solid black;border-collapse:collapse}"


def print_page(body: bytes, style: str) -> bytes:
    """The page as Chromium prints it."""
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "page.html").write_bytes(style.encode() + b"</style>" + body)
        command = [
            CHROMIUM,
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder / 'p'}",
        ]
        command += [f"--print-to-pdf={folder / 'page.pdf'}", (folder / "page.html").as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (folder / "page.pdf").read_bytes()


WAYS: dict[str, Callable[[Page], bytes]] = {
    "Chromium": lambda page: print_page(page.write(), _RULES),
    "Chromium, large print on small paper": lambda page: print_page(
        page.write(), _RULES + "@page{size:A5 landscape;margin:8mm}td{font-size:8pt}"
    ),
    "Chromium, narrow columns": lambda page: print_page(
        page.write(), _RULES + "td{word-break:break-all;font-size:16pt}table{table-layout:fixed;width:100%}"
    ),
    "Chromium, wide margins": lambda page: print_page(
        page.write(), _RULES + "td{text-align:center;vertical-align:middle;padding:6px 12px}"
    ),
    "LibreOffice": lambda page: convert(write_docx(page), "pdf"),
}


def try_way(way: str, layout: str, edition: str, figures: str = "with blanks") -> Score:
    """One page printed one way."""
    rng = random.Random(f"{way} {layout} {edition} {figures}")
    page = make_page(edition, draw_numbers(edition, figures, rng))
    TRAPS[layout](page, rng)
    score = Score()
    try:
        score.add(f"{way}, {layout}, {edition}", parse_document(WAYS[way](page), Hints()), page.truth)
    except UnreadableDocument as error:
        score.wrong.append(f"{way}, {layout}: refused, {error}")
    return score


def main(layouts: list[str]) -> None:
    """Print the table."""
    for way in WAYS:
        if (SOFFICE if way == "LibreOffice" else CHROMIUM) is None:
            print(f"{way}: not installed here")
            continue
        for layout in layouts or LAYOUTS:
            scores = [try_way(way, layout, edition) for edition in ("2019", "2021")]
            printed, read = sum(score.printed for score in scores), sum(score.read for score in scores)
            wrong = [line for score in scores for line in score.wrong]
            print(f"{way:38} {layout:24} {read:4} of {printed:4} read, {len(wrong)} wrong", flush=True)
            for line in [*wrong, *(line for score in scores for line in score.unread[:2])][:6]:
                print("   ", line)


if __name__ == "__main__":
    main(sys.argv[1:])
