"""Figures stated in the prose: what a report says of its year in words, to be held against its tables.

Patterns are data (transform/prose/claims.yaml). A figure is taken only where its words say what it counts; figures of
other years, of other organs, ranges and rough numbers are left alone. Prose never overwrites a cell: it contradicts
tables often enough (上海市政府办公厅 2019).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from transform.grids import DocumentContent
from transform.issues import make_issue
from transform.models import Claim, Issue
from transform.prose.claim_rules import (
    Measure,
    Rule,
    change_pattern,
    compiled_absences,
    compiled_measures,
    drop_everyone,
    load_claim_rules,
    total_pattern,
)
from transform.prose.passages import MAY_STATE, Passage, join_passages
from transform.prose.rewording import reword
from transform.prose.scope_matter import (
    counts_requests,
    is_exact,
    is_of_disclosure,
    is_of_documents,
    is_of_every_channel,
    is_of_information_fees,
    is_own_request,
    is_whole_publication,
)
from transform.prose.scope_organ import is_own_organ
from transform.prose.scope_time import is_own_time, is_sum_of_years
from transform.prose.scope_words import Own, Place, load_scope_words
from transform.prose.sections import Sections

_OF_KIND: Mapping[str, Callable[[Place], bool]] = {
    "request": is_own_request,
    "dispute": is_of_disclosure,
    "document": is_of_documents,
    "information": is_whole_publication,
    "fee": is_of_information_fees,
}
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_SENTENCE = re.compile(r"[^。!?]+[。!?]?")
_YEAR = re.compile(r"(20\d\d)年")
_COUNT = re.compile(r"\d[万亿]?[余多]?[件份宗起例条元人个%]")  # without one a sentence counts nothing
_NEGATION = re.compile("未|没有|无|零")
_SHARE = re.compile(
    r"^[,、]?\(?(?:约)?占(?:比)?(?!全[国省市县区州])(?:(?!分别)[^,。;\d]){0,14}?(?P<n>\d{1,3}(?:\.\d+)?)%"
)
_LONGEST_QUOTE = 90
_MOST_FIGURES = 40  # of a sentence; more: a table that came as text
_LONGEST_SENTENCE = 600  # longer: a table that came as text
MAX_PROSE = 200_000
"""Characters of sentences that may state a figure; a province's report has 10,000, a county's 1,000."""


@dataclass(frozen=True, slots=True)
class Prose:
    """What the prose states, in printed order, and what is to be said of how it was read."""

    claims: tuple[Claim, ...]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class _Hit:
    """A measure's figure at ``start`` to ``end`` of a sentence; the number itself at ``number``.

    Where it is not ``is_own``, the report's to state, no other measure takes it either.
    """

    measure: Measure
    start: int
    end: int
    number: tuple[int, int]
    value: Decimal
    is_own: bool


_Stated = tuple[int, str, Decimal, str | None]
"""Place in the sentence, measure, value, unit."""


def read_claims(content: DocumentContent, *, year: int | None, organ: str | None) -> Prose:
    """Every figure of the prose that its words make plain.

    ``year`` and ``organ`` are the report's own: figures that the text gives another year or organ are left out. Beyond
    MAX_PROSE nothing is read, and an issue says from where on.
    """
    claims: dict[Claim, None] = {}
    own = Own(year, organ)
    left = MAX_PROSE
    before = ""
    sections = Sections(own)
    for passage in join_passages(content.paragraphs):
        rules: tuple[Rule, ...] | None = None
        for sentence in _SENTENCE.finditer(passage.text):
            context, before = before, sentence[0]
            sections.enter(sentence[0])
            if sentence.end() - sentence.start() > _LONGEST_SENTENCE or not MAY_STATE.search(sentence[0]):
                continue
            left -= len(sentence[0])
            if left < 0:
                at = passage.address(sentence.start())
                return Prose(tuple(claims), (make_issue("prose_too_long", at=at, limit=MAX_PROSE),))
            if not sections.is_own(sentence[0]):
                continue
            rules = _rules_near(passage.text) if rules is None else rules
            claims |= dict.fromkeys(_read_printed(sentence, context, passage, rules, own))
    return Prose(tuple(claims))


def _lead(sentence: str, before: str) -> str:
    """The sentence before, of whose year, organ and total 其中 at the beginning speaks on."""
    is_led = sentence.startswith("其中") and len(before) + len(sentence) < _LONGEST_SENTENCE
    return f"{before.rstrip('。!?')};" if is_led and before else ""


def _read_printed(
    sentence: re.Match[str], context: str, passage: Passage, rules: tuple[Rule, ...], own: Own
) -> Iterator[Claim]:
    """The claims of a sentence, with the words around them as they are printed; ``context`` is the sentence before."""
    lead = _lead(sentence[0], context)
    plain = reword(lead + sentence[0], own.year)
    for place, code, value, unit in sorted(_read_sentence(plain.text, context, rules, own), key=_first):
        printed = plain.origins[place] - len(lead)
        if printed < 0:  # of the sentence before
            continue
        yield Claim(code, value, unit, _quote(sentence[0], printed), passage.address(sentence.start() + printed))


def _rules_near(passage: str) -> tuple[Rule, ...]:
    """The measures whose words stand in the passage."""
    found = {near: near.search(passage) is not None for _, near, _ in compiled_measures() if near}
    return tuple(rule for rule in compiled_measures() if rule[1] is None or found[rule[1]])


def _first(found: tuple[int, *tuple[object, ...]]) -> int:
    return found[0]


def _read_sentence(sentence: str, context: str, rules: tuple[Rule, ...], own: Own) -> list[_Stated]:
    """Everything one sentence states."""
    found: list[_Stated] = []
    figures = len(_COUNT.findall(sentence))
    hits = _find_hits(sentence, context, rules, own) if 0 < figures <= _MOST_FIGURES else []
    for hit in hits:
        found.append((hit.number[0], hit.measure.code, hit.value, hit.measure.unit))
        share = _SHARE.match(sentence[hit.end :]) if hit.measure.has_share else None
        if share:
            found.append((hit.end + share.start("n"), f"{hit.measure.code}_share", Decimal(share["n"]), "%"))
    if hits and "%" in sentence:
        found += _find_changes(sentence, hits, own)
    if _NEGATION.search(sentence):
        counted = {hit.measure.code for hit in hits}
        found += (stated for stated in _find_absences(sentence, own) if stated[1] not in counted)
    return found


def _find_hits(sentence: str, context: str, rules: tuple[Rule, ...], own: Own) -> list[_Hit]:
    """Every number taken by the first measure that fits it, if it is this report's; of several of one measure the
    total, or none where nothing says which that is."""
    hits: list[_Hit] = []
    for measure, _, patterns in rules:
        for pattern in patterns if measure.unit != "%" or "%" in sentence else ():
            for match in pattern.finditer(sentence):
                is_taken = any(match.start("n") < hit.number[1] and hit.number[0] < match.end("n") for hit in hits)
                if not is_taken and _is_worded(measure, match, sentence):
                    hits.append(_make_hit(measure, match, context, own))
    hits = sorted((hit for hit in hits if hit.is_own), key=lambda hit: hit.number)
    whole = [hit for number, hit in enumerate(hits) if not _is_sub_total(hit, hits[:number], sentence)]
    same = {hit.measure.code: [other for other in whole if other.measure is hit.measure] for hit in whole}
    agreed = [hit for hits in same.values() for hit in _agreeing(hits, sentence) if not _is_part(hit, sentence)]
    return sorted(agreed, key=lambda hit: hit.number)


def _agreeing(hits: list[_Hit], sentence: str) -> list[_Hit]:
    """Figures of one measure in one sentence: one of them, equal ones, or what a word for the total leads; else none
    (上半年收到10件,下半年收到14件; 按时办结10件,延期办结4件)."""
    if len({hit.value for hit in hits}) < 2:
        return hits[:1]
    totals = [hit for hit in hits if total_pattern().search(sentence[: hit.number[0]])]
    return totals if len(totals) == 1 else []


def _is_part(hit: _Hit, sentence: str) -> bool:
    """延期答复5件 is of all that was answered a part, even where nothing else is told."""
    return hit.measure.is_total and load_scope_words().parts_before.search(sentence[: hit.start]) is not None


def _is_worded(measure: Measure, match: re.Match[str], sentence: str) -> bool:
    """No word between the measure's own and the figure makes it another's."""
    between = sentence[match.start() : match.start("n")]
    if "分别" in between:  # as many names as figures would have been put apart (transform.prose.rewording)
        return False
    last = re.split(r"[,、;]", drop_everyone(between))[-1]
    return not (measure.far_words and measure.far_words.search(last))


def _make_hit(measure: Measure, match: re.Match[str], context: str, own: Own) -> _Hit:
    """The hit of a match; what stands around it says whether it is this report's, exact and a count."""
    sentence = match.string
    value = Decimal(match["n"].replace(",", "")) * _SCALES.get(match["scale"] or "", Decimal(1))
    place = Place(
        sentence[: match.start()], sentence[match.start() : match.start("n")], sentence[match.end("n") :], context
    )
    has_decimals = measure.unit in ("元", "万元", "%")
    is_count = has_decimals or (value == value.to_integral_value() and (measure.is_rough or not match["scale"]))
    is_own = is_count and is_exact(place, is_rough=measure.is_rough) and _is_ours(measure, place, own)
    if is_own and measure.is_own_year:
        clause = re.split(r"[,;:()]", sentence[: match.start("n")])[-1]
        is_own = not is_sum_of_years(place.before, clause, sentence[match.end() :], own)
    return _Hit(measure, match.start(), match.end(), match.span("n"), value, is_own)


def _is_ours(measure: Measure, place: Place, own: Own) -> bool:
    """The figure is of this report's matter, year and organ."""
    is_of_kind = _OF_KIND.get(measure.kind or "")
    if is_of_kind and not is_of_kind(place):
        return False
    if measure.is_total and not (is_of_every_channel(place) and counts_requests(place)):
        return False
    return (not measure.is_own_year or is_own_time(place, own)) and is_own_organ(place, own)


def _is_sub_total(hit: _Hit, earlier: list[_Hit], sentence: str) -> bool:
    """A second figure of one measure behind 其中 is part of the first."""
    same = [other for other in earlier if other.measure.code == hit.measure.code]
    return any("其中" in sentence[other.end : hit.number[0]] for other in same)


def _find_changes(sentence: str, hits: list[_Hit], own: Own) -> Iterator[_Stated]:
    """较去年回落12.3%: the change of the measure stated last before it, fall below zero."""
    between = load_claim_rules().changes.between
    for match in change_pattern().finditer(sentence):
        before = [hit for hit in hits if hit.number[1] <= match.start()]
        is_last_year = own.year is None or all(
            int(year) in (own.year - 1, own.year)
            for year in ([match["base"]] if match["base"] else _YEAR.findall(sentence) if not match["than"] else [])
        )
        if is_last_year and before and re.fullmatch(between, sentence[before[-1].end : match.start()]):
            value = Decimal(match["n"]) * (-1 if match["down"] else 1)
            yield match.start("n"), f"{before[-1].measure.code}_change", value, "%"


def _find_absences(sentence: str, own: Own) -> Iterator[_Stated]:
    """Words that state a zero."""
    for absence, patterns in compiled_absences():
        for pattern in patterns:
            match = pattern.search(sentence)
            place = Place(sentence[: match.start()], match[0], sentence[match.end() :]) if match else None
            if match and place and is_own_time(place, own) and is_own_organ(place, own):
                yield match.start(), absence.code, Decimal(0), absence.unit
                break


def _quote(sentence: str, place: int) -> str:
    """The sentence, or of a long one the clauses around the figure."""
    if len(sentence) <= _LONGEST_QUOTE:
        return sentence
    cuts = [0, *(match.end() for match in re.finditer(r"[,;:]", sentence)), len(sentence)]
    return next(sentence[a:b] for a, b in pairwise(cuts) if a <= place < b)[:_LONGEST_QUOTE].rstrip(",;:")
