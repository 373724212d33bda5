"""Figures stated in the prose: what a report says of its year in words, to be held against its tables.

Patterns are data (transform/prose/claims.yaml). A figure is taken only where its words say what it counts; figures of
other years, of other organs, ranges and rough numbers are left alone. Prose never overwrites a cell: it contradicts
tables often enough (上海市政府办公厅 2019).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from extract.yaml_file import load_yaml
from transform.grids import DocumentContent, Paragraph
from transform.issues import make_issue
from transform.models import Claim, Issue
from transform.prose.rewording import reword
from transform.words.dates import find_years
from transform.words.labels import compact_text
from transform.words.notes import drop_notes

CLAIMS_FILE = Path(__file__).parent / "claims.yaml"

_NUMBER = r"(?<![\d.])(?P<n>\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,6})?)(?P<scale>万|亿)?"
_ROUGH = r"(?:约|近|达|超过?|共计?|总计|共|逾|达到|为)*"
_CHANNEL_WORDS = (
    r"(?:填报|提交|递交|方式|渠道|形式|途径|平台|的|申请|收到|受理|提出|进行|寄送|书面|政府信息公开|共|公开|信息){0,6}"
)
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_SENTENCE = re.compile(r"[^。!?]+[。!?]?")
_MAY_COUNT = re.compile(r"\d|未|没有|无|[一二两三四五六七八九十百千廿][件份宗起例]")
_MAY_STATE = re.compile(r"\d|未|没有|无|[零〇一二两三四五六七八九十百千廿](?:件|份|宗|起|例|人次|条)")
_COUNT = re.compile(r"\d[万亿]?[余多]?[件份宗起例条元人]")  # without one a sentence counts nothing
_NEGATION = re.compile("未|没有|无")
_NOT_DONE = re.compile(r"(?:未|没有)(?:能|有|按[^,。;]{1,4}|及时)?$")
_ROUGHLY = re.compile(r"(?:约|近|大约|超过?|逾)$")
_RANGE_BEFORE = re.compile(r"\d(?:件|条|元)?(?:至|到|-|~|—)$")
_SHARE = re.compile(r"^[,、]?\(?(?:约)?占(?:比)?[^,。;\d]{0,14}?(?P<n>\d{1,3}(?:\.\d+)?)%")
_OTHER_ORGAN = re.compile(r"[一-龥]{1,12}(?:[局镇乡厅委]|街道|办事处|办公室|中心|管委会)$")
_HEADING = re.compile(r"^#*(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d{1,2}[.、])")
_LONGEST_HEADING = 40
_LONGEST_QUOTE = 90
_LONGEST_SENTENCE = 600  # longer: a table that came as text
_MAX_PASSAGE = 4_000
MAX_PROSE = 200_000
"""Characters of sentences that may state a figure; a province's report has 10,000, a county's 1,000."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Measure(_Strict):
    """One thing a report may state; see the head of claims.yaml."""

    code: str
    zh: str
    unit: str
    patterns: tuple[str, ...]
    near: str | None = None
    far: str | None = None
    is_rough: bool = False
    has_share: bool = False
    is_own_year: bool = True


class Absence(_Strict):
    """Words that state a zero for a measure."""

    code: str
    unit: str
    patterns: tuple[str, ...]


class Changes(_Strict):
    """Words for a rise and a fall."""

    up: str
    down: str


class ClaimRules(_Strict):
    """The whole of claims.yaml."""

    case_words: str
    filler_stop: str
    other_matters: str
    measures: tuple[Measure, ...]
    absences: tuple[Absence, ...]
    other_years: str
    sums: str
    sums_of_years: str
    sums_until: str
    spans_of_years: str
    changes: Changes
    own_words: str


@dataclass(frozen=True, slots=True)
class Prose:
    """What the prose states, in printed order, and what is to be said of how it was read."""

    claims: tuple[Claim, ...]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class _Passage:
    """Consecutive paragraphs read as one text; ``starts`` are the offsets at which each begins, with its address."""

    text: str
    starts: tuple[tuple[int, str], ...]

    def address(self, position: int) -> str:
        return self.starts[bisect_right(self.starts, position, key=_first) - 1][1]


_Rule = tuple["Measure", re.Pattern[str] | None, tuple[re.Pattern[str], ...]]
"""A measure, what must stand in its passage, its patterns."""


@dataclass(frozen=True, slots=True)
class _Hit:
    """A measure's figure at ``start`` to ``end`` of a sentence; the number itself at ``number``."""

    measure: Measure
    start: int
    end: int
    number: tuple[int, int]
    value: Decimal


@cache
def load_claim_rules() -> ClaimRules:
    """claims.yaml, checked: an unknown key is refused."""
    return ClaimRules.model_validate(load_yaml(CLAIMS_FILE.read_text("utf-8")))


def read_claims(content: DocumentContent, *, year: int | None, organ: str | None) -> Prose:
    """Every figure of the prose that its words make plain.

    ``year`` and ``organ`` are the report's own: figures that the text gives another year or organ are left out. Beyond
    MAX_PROSE nothing is read, and an issue says from where on.
    """
    claims: dict[Claim, None] = {}
    left = MAX_PROSE
    for passage in _join_passages(content.paragraphs):
        rules: tuple[_Rule, ...] | None = None
        for sentence in _SENTENCE.finditer(passage.text):
            if sentence.end() - sentence.start() > _LONGEST_SENTENCE or not _MAY_STATE.search(sentence[0]):
                continue
            left -= len(sentence[0])
            if left < 0:
                at = passage.address(sentence.start())
                return Prose(tuple(claims), (make_issue("prose_too_long", at=at, limit=MAX_PROSE),))
            rules = _rules_near(passage.text) if rules is None else rules
            claims |= dict.fromkeys(_read_printed(sentence, passage, rules, year, organ))
    return Prose(tuple(claims))


def _read_printed(
    sentence: re.Match[str], passage: _Passage, rules: tuple[_Rule, ...], year: int | None, organ: str | None
) -> Iterator[Claim]:
    """The claims of a sentence, with the words around them as they are printed."""
    plain = reword(sentence[0], year)
    for place, code, value, unit in sorted(_read_sentence(plain.text, rules, year, organ), key=_first):
        printed = plain.origins[place]
        yield Claim(code, value, unit, _quote(sentence[0], printed), passage.address(sentence.start() + printed))


def _rules_near(passage: str) -> tuple[_Rule, ...]:
    """The measures whose words stand in the passage."""
    found = {near: near.search(passage) is not None for _, near, _ in _compiled() if near}
    return tuple(rule for rule in _compiled() if rule[1] is None or found[rule[1]])


def _first(found: tuple[int, *tuple[object, ...]]) -> int:
    return found[0]


def _join_passages(paragraphs: tuple[Paragraph, ...]) -> Iterator[_Passage]:
    """Paragraphs, lines that break off in mid-sentence joined with the next (hard-wrapped text)."""
    text = ""
    starts: list[tuple[int, str]] = []
    for paragraph in paragraphs:
        if not text and paragraph.text.endswith("。") and not _MAY_COUNT.search(paragraph.text):
            continue
        compact = compact_text(drop_notes(paragraph.text))
        is_heading = len(text) < _LONGEST_HEADING and _HEADING.match(text)
        if text and (text[-1] in "。;:!?" or len(text) > _MAX_PASSAGE or is_heading):
            yield _Passage(text, tuple(starts))
            text, starts = "", []
        starts.append((len(text), paragraph.at))
        text += compact
    if text:
        yield _Passage(text, tuple(starts))


def _read_sentence(
    sentence: str, rules: tuple[_Rule, ...], year: int | None, organ: str | None
) -> list[tuple[int, str, Decimal, str | None]]:
    """(place, measure code, value, unit) of everything one sentence states."""
    found: list[tuple[int, str, Decimal, str | None]] = []
    hits = _find_hits(sentence, rules, year, organ) if _COUNT.search(sentence) else []
    for hit in hits:
        found.append((hit.number[0], hit.measure.code, hit.value, hit.measure.unit))
        share = _SHARE.match(sentence[hit.end :]) if hit.measure.has_share else None
        if share:
            found.append((hit.end + share.start("n"), f"{hit.measure.code}_share", Decimal(share["n"]), "%"))
    if hits and "%" in sentence:
        found += _find_changes(sentence, hits)
    if _NEGATION.search(sentence):
        found += _find_absences(sentence, year)
    return found


def _find_hits(sentence: str, rules: tuple[_Rule, ...], year: int | None, organ: str | None) -> list[_Hit]:
    """Every number taken by the first measure that fits it; sub-totals of a measure already stated are left out."""
    hits: list[_Hit] = []
    for measure, _, patterns in rules:
        for pattern in patterns:
            for match in pattern.finditer(sentence):
                hit = _make_hit(measure, match, sentence, year, organ)
                if hit and not any(
                    hit.number[0] < other.number[1] and other.number[0] < hit.number[1] for other in hits
                ):
                    hits.append(hit)
    hits.sort(key=lambda hit: hit.number)
    hits = [hit for hit in hits if not _is_of_many_years(hit, sentence)]
    return [hit for number, hit in enumerate(hits) if not _is_sub_total(hit, hits[:number], sentence)]


def _make_hit(
    measure: Measure, match: re.Match[str], sentence: str, year: int | None, organ: str | None
) -> _Hit | None:
    """The hit of a match, unless what stands around it says it is not this report's, not exact or not a count."""
    between = sentence[match.start() : match.start("n")]
    before = sentence[: match.start("n")]
    if "分别" in between:  # as many names as figures would have been put apart (transform.prose.rewording)
        return None
    if measure.far and re.search(measure.far, re.split(r"[,、;]", between)[-1]):
        return None
    if _RANGE_BEFORE.search(before) or re.match(r"(?:至|到|-|~|—)\d", sentence[match.end("n") :]):
        return None
    start = sentence[: match.start()]
    if not measure.is_rough and (_ROUGHLY.search(before) or _ROUGHLY.search(start) or match["scale"]):
        return None
    if _NOT_DONE.search(start) or (measure.near == "申请" and _is_of_other_matters(start)):
        return None
    if measure.is_own_year and _is_other_year(sentence[: match.start()], between, year):
        return None
    if _is_other_organ(sentence[: match.start()], organ):
        return None
    value = Decimal(match["n"].replace(",", "")) * _SCALES.get(match["scale"] or "", Decimal(1))
    return _Hit(measure, match.start(), match.end(), match.span("n"), value)


def _is_of_other_matters(before: str) -> bool:
    """The last thing named before the figure is no request: 处理网民留言45件,答复45件."""
    last = max((found.end() for found in re.finditer(load_claim_rules().other_matters, before)), default=0)
    return last > before.rfind("申请") + 1


def _is_other_year(before: str, between: str, year: int | None) -> bool:
    """The last year named before the figure is another one, or the clause speaks of last year (较去年同期的320件)."""
    years = find_years(before + between)
    named = re.findall(r"20\d\d(?=年)", before + between)
    clause = re.split(r"[,;、()]", before)[-1] + between
    last_year = re.search(load_claim_rules().other_years, clause)
    return bool(last_year) or bool(year and years and named and int(named[-1]) != year)


def _is_other_organ(before: str, organ: str | None) -> bool:
    """The clause's subject is an organ whose name is no short form of this report's organ (其中民政局1件)."""
    clause = re.split(r"[,;:、()]", before)[-1]
    subject = _OTHER_ORGAN.search(re.sub(r"(?:代表.*|共|共计|全年|年度?|一共|累计|已经?|新)+$", "", clause))
    if not subject or not organ:
        return False
    name = re.sub(r"^(?:其中|另外?|此外|由|\d+年度?|20\d\d年)+", "", subject[0])
    if re.match(load_claim_rules().own_words, name):
        return False
    rest = iter(organ)
    return not all(character in rest for character in name)


def _is_of_many_years(hit: _Hit, sentence: str) -> bool:
    """累计收到532件,其中2023年收到32件: a sum since some year, of which the text goes on to name this one's; 近三年."""
    rules = load_claim_rules()
    before = sentence[: hit.number[0]]
    if re.search(rules.spans_of_years, before):
        return True
    clause = re.split(r"[,;:()]", before)[-1]
    if not re.search(rules.sums, clause):
        return False
    return bool(
        re.search(rules.sums_of_years, sentence[hit.end :]) or re.search(rules.sums_until, sentence[: hit.start])
    )


def _is_sub_total(hit: _Hit, earlier: list[_Hit], sentence: str) -> bool:
    """A second figure of one measure behind 其中 is part of the first."""
    same = [other for other in earlier if other.measure.code == hit.measure.code]
    return any("其中" in sentence[other.end : hit.number[0]] for other in same)


def _find_changes(sentence: str, hits: list[_Hit]) -> Iterator[tuple[int, str, Decimal, str | None]]:
    """较去年回落12.3%: the change of the measure stated last before it, fall below zero."""
    for match in _change_pattern().finditer(sentence):
        before = [hit for hit in hits if hit.number[1] <= match.start()]
        if before and "。" not in sentence[before[-1].end : match.start()]:
            value = Decimal(match["n"]) * (-1 if match["down"] else 1)
            yield match.start("n"), f"{before[-1].measure.code}_change", value, "%"


def _find_absences(sentence: str, year: int | None) -> Iterator[tuple[int, str, Decimal, str | None]]:
    """Words that state a zero."""
    for absence in load_claim_rules().absences:
        for pattern in absence.patterns:
            match = re.search(pattern, sentence)
            if match and not _is_other_year(sentence[: match.start()], match[0], year):
                yield match.start(), absence.code, Decimal(0), absence.unit
                break


def _quote(sentence: str, place: int) -> str:
    """The sentence, or of a long one the clauses around the figure."""
    if len(sentence) <= _LONGEST_QUOTE:
        return sentence
    cuts = [0, *(match.end() for match in re.finditer(r"[,;:]", sentence)), len(sentence)]
    return next(sentence[a:b] for a, b in pairwise(cuts) if a <= place < b)[:_LONGEST_QUOTE].rstrip(",;:")


@cache
def _compiled() -> tuple[_Rule, ...]:
    """Every measure with what must stand near it and its patterns."""
    rules = load_claim_rules()
    words = rf"(?:(?!{rules.filler_stop})[^,。;:!?()\d])"
    blanks = {"{n}": _NUMBER, "{c}": f"(?:{rules.case_words})", "{w}": f"{words}{{0,24}}?", "{s}": f"{words}{{0,10}}?"}
    blanks |= {"{k}": _CHANNEL_WORDS, "{r}": _ROUGH}

    def fill(pattern: str) -> re.Pattern[str]:
        for name, expression in blanks.items():
            pattern = pattern.replace(name, expression)
        return re.compile(pattern)

    return tuple(
        (measure, re.compile(measure.near) if measure.near else None, tuple(map(fill, measure.patterns)))
        for measure in rules.measures
    )


@cache
def _change_pattern() -> re.Pattern[str]:
    changes = load_claim_rules().changes
    return re.compile(
        r"(?:较|比|同比)(?:去年|上一?年度?|同期|去年同期|上年同期)*[^,。;\d]{0,6}?"
        rf"(?:(?P<up>{changes.up})|(?P<down>{changes.down}))了?(?:约)?(?P<n>\d{{1,4}}(?:\.\d+)?)%"
    )
