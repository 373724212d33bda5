"""Two traps on one page. What the first did the second may undo, or make a lie of; such pairs are left out.

A trap that builds a table anew writes the form's own labels over values that another has moved or added to: nobody,
person or program, could read the page rightly.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import permutations

from tests.transform.generator.numbers import distinct_numbers, realistic_numbers
from tests.transform.generator.page import Page, make_page
from tests.transform.generator.score import Score
from tests.transform.generator.traps import TRAPS
from tests.transform.generator.trial import EDITIONS
from transform.errors import UnreadableDocument
from transform.models import Hints
from transform.parse import parse_document

Pair = tuple[str, str]

_BOXES = {"flexible_boxes", "styled_spans", "listed_rows", "rows_of_classes", "parts_with_roles", "grid_boxes"}
_CARDED = {name for name in TRAPS if name.startswith("cards_")}
_CLONED = {"header_in_its_own_table", "left_columns_cloned", "labels_only_in_the_clone", "whole_table_cloned"}
_CLONED |= {"whole_table_cloned_and_seen", "labels_in_a_pane_of_their_own", "labels_beside_figures"}
_MOVED = {
    "total_first", "subtotal_column", "last_year_in_table4", "years_in_table4", "form_numbers_beside",
    "columns_in_another_order", "group_names_upright", "row_numbers", "numbers_before_and_remarks_behind",
    "outcomes_in_another_order", "unit_column", "lying_table4",
}  # fmt: skip
_BUILT_ANEW = _BOXES | {
    "sides_swapped", "labels_on_both_sides", "table3_in_halves", "lying_table3", "lying_table4", "last_year_columns",
    "one_cell_columns", "one_cell_columns_with_blanks", "one_cell_columns_in_paragraphs", "full_names_of_blocks",
    "outcomes_in_another_order", "columns_in_another_order", "rows_in_another_order", "one_header_line",
    "strip_in_two", "strip_as_matrix", "table4_as_list", "table4_as_full_list", "table4_in_three", "table4_lying",
    "table4_in_three_titled", "page_break_without_header", "tables_by_section", "total_first",
    "one_row_other_handling", "columns_in_attributes", "table2_in_strips", "table2_names_over_figures",
    "table3_lying_in_strips", "table4_a_block_below_the_other",
} | _CARDED | _CLONED  # fmt: skip
_SCRIPTED = {
    "written_by_script", "written_line_by_line", "written_in_code", "template_literal", "inner_page",
    "markup_in_a_field", "object_escaped_twice", "answer_as_a_call",
}  # fmt: skip
_WITHOUT_HEAD = {"escaped_article", "script_object", "interface_answer"} | _SCRIPTED
"""They keep the article alone, and with it no style sheet of the page."""
_BY_SHEET = {"struck_figures", "raised_by_style", "unseen_by_class"}
_APART = {
    frozenset({"glued_labels", "one_row_other_handling"}),  # the label of a leaf would be glued to the row of all
    frozenset({"same_twice", "one_row_other_handling"}),  # the copy prints the rows that the first leaves out
    frozenset({"copies_for_phones", "one_row_other_handling"}),
    frozenset({"last_year_first", "one_row_other_handling"}),  # the first Table 3 of the page is last year's
    frozenset({"struck_lines", "zeros_as_dashes"}),  # the zero stays printed beside the struck figure
}


def is_fair(pair: Pair) -> bool:
    """Whether a page with both traps still says what its truth is."""
    one, other = pair
    lies = [(_MOVED, _BUILT_ANEW), (_WITHOUT_HEAD, _BY_SHEET), (_BOXES, {"unseen_by_class"})]
    return frozenset(pair) not in _APART and not any(
        (one in first and other in second) or (one in second and other in first) for first, second in lies
    )


def draw_pairs(seed: int) -> list[Pair]:
    """Every fair pair, in both orders, shuffled."""
    pairs = [pair for pair in permutations(sorted(TRAPS), 2) if is_fair(pair)]
    random.Random(seed).shuffle(pairs)
    return pairs


def make_pair(pair: Pair, seed: int) -> Page | None:
    """The page; None where the first trap took away what the second needs."""
    rng = random.Random(f"{pair} {seed}")
    edition = rng.choice(EDITIONS)
    page = make_page(edition, rng.choice([realistic_numbers, distinct_numbers])(edition, rng))
    try:
        for name in pair:
            TRAPS[name](page, rng)
        page.write()
    except (StopIteration, LookupError, ValueError, ArithmeticError, AssertionError):
        return None
    return page


def try_pairs(count: int, seed: int) -> Iterator[Score]:
    """The scores of so many pairs, each on one page."""
    for pair in draw_pairs(seed)[:count]:
        page = make_pair(pair, seed)
        if page is None:
            continue
        score = Score()
        try:
            score.add(" and ".join(pair), parse_document(page.write(), Hints()), page.truth)
        except UnreadableDocument:
            score.add(" and ".join(pair), parse_document(b"<p>.", Hints()), page.truth)
        yield score
