"""PDF pages in two columns: tables inside a column and over both, and sentences that are not mixed."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pdfplumber
import pytest

from tests.transform.containers import write_pdf_ruled, write_pdf_spaced
from tests.transform.generator.page import Page, make_page
from tests.transform.generator.score import Score
from tests.transform.generator.trial import draw_numbers
from tests.transform.two_columns import write_two_columns, write_wide_tables
from transform.models import Hints
from transform.parse import parse_document
from transform.readers.pdf.columns import find_gutter


def make_report(edition: str, figures: str) -> tuple[Page, random.Random]:
    rng = random.Random(f"{edition} {figures}")
    return make_page(edition, draw_numbers(edition, figures, rng)), rng


@pytest.mark.parametrize("write", [write_two_columns, write_wide_tables])
@pytest.mark.parametrize(("edition", "figures"), [("2019", "distinct"), ("2021", "with blanks")])
def test_one_column_is_read_after_the_other(
    write: Callable[[Page, random.Random], tuple[bytes, list[str]]], edition: str, figures: str
) -> None:
    page, rng = make_report(edition, figures)
    body, paragraphs = write(page, rng)
    report, score, prose = parse_document(body, Hints()), Score(), "".join(paragraphs).replace("，", ",")
    score.add(edition, report, page.truth)
    assert score.wrong == []
    assert score.read == score.printed, score.unread[:5]
    assert len(report.claims) > 1
    assert [claim.quote for claim in report.claims if claim.quote.strip(",。") not in prose] == []


@pytest.mark.parametrize("write", [write_pdf_ruled, write_pdf_spaced])
def test_a_table_alone_makes_no_columns(write: Callable[[Page], bytes]) -> None:
    """Its labels and figures stand left and right of the middle, and one of its borders on it."""
    page, _ = make_report("2021", "distinct")
    with pdfplumber.open(io.BytesIO(write(page))) as pdf:
        assert find_gutter(pdf.pages) is None
