"""Printed labels made comparable: NFKC, no white space, no quotes, no numbering.

A misprint is forgiven, a guess is not. Legal terms are compared, never interpreted: what a label means stands in
transform/forms/*.yaml.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from extract.yaml_file import read_rules
from transform.words.notes import cut_note

PayloadT = TypeVar("PayloadT", bound=Hashable)

MAX_LABEL = 120  # the longest statutory label has 60 characters; longer text is prose


class LabelRules(BaseModel):
    """transform/words/labels.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    radicals: dict[str, str]
    telling: str
    prefixes: tuple[str, ...]
    unit_endings: tuple[str, ...]


@cache
def load_label_rules() -> LabelRules:
    """Read transform/words/labels.yaml once."""
    return read_rules(Path(__file__).parent / "labels.yaml", LabelRules)


class TraditionalRules(BaseModel):
    """transform/words/traditional.yaml: a character's other forms in one string; words as printed → ours."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    characters: dict[str, str]
    words: dict[str, str]


@cache
def load_traditional_rules() -> TraditionalRules:
    """Read transform/words/traditional.yaml once."""
    return read_rules(Path(__file__).parent / "traditional.yaml", TraditionalRules)


@cache
def _translation() -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    for plain, others in load_traditional_rules().characters.items():
        table.update(dict.fromkeys(map(ord, others), plain))
    table.update({ord(radical): plain for radical, plain in load_label_rules().radicals.items()})
    table.update(dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD)))  # zero-width, soft hyphen
    table.update(dict.fromkeys((0x200E, 0x200F, 0x202A, 0x202C, 0x202D, *range(0x2066, 0x206A))))  # of direction
    return table


_CHINESE = "一二三四五六七八九十"
_NUMBERING = re.compile(
    rf"[{_CHINESE}]{{1,3}}[、.:](?!$)|\((?:[{_CHINESE}]{{1,3}}|[0-9]{{1,2}})\)|(?<![0-9])[0-9]{{1,2}}[、.)](?![0-9])"
)
_NUMBERING_STARTS = frozenset(f"{_CHINESE}(0123456789")
_BEHIND_PREFIX = ":,、."
_LEADING_DIGITS = re.compile(r"[0-9]{1,2}(?=[^0-9年月日.%])")
_PUNCTUATION = re.compile(r"[\s\"'“”‘’„‟〝〞「」『』《》〈〉()\[\]【】{}、,.;:。·•…—–―\-_/\\*|~`!?+=&#@^<>]+")
_PARENTHESES = re.compile(r"\([^()]*\)")


def fold_text(text: str) -> str:
    """NFKC, radicals and traditional characters as ordinary ones, zero-width characters gone; white space is kept."""
    if text.isascii():
        return text
    folded = unicodedata.normalize("NFKC", _replace_odd(text))
    return folded if folded == text else _replace_odd(folded)


def _replace_odd(text: str) -> str:
    """Radicals, traditional and zero-width characters; translate() walks every character: only where one is there."""
    if not _odd_characters().search(text):
        return text
    for word, plain in load_traditional_rules().words.items():
        text = text.replace(word, plain)
    return text.translate(_translation())


@cache
def _odd_characters() -> re.Pattern[str]:
    return re.compile(f"[{''.join(re.escape(chr(code)) for code in _translation())}]")


def compact_text(text: str) -> str:
    """`fold_text` without any white space: how two printed texts are compared."""
    return _compact_short(text) if len(text) <= MAX_LABEL else "".join(fold_text(text).split())


@lru_cache(maxsize=20_000)
def _compact_short(text: str) -> str:
    """A label is looked at by every stage that reads the tables, and the same labels stand in every report."""
    return "".join(fold_text(text).split())


def split_label(text: str) -> tuple[str, ...]:
    """The parts of a label that carries several numberings: ``（三）不予公开 1.属于国家秘密`` has two."""
    folded = compact_text(cut_note(text))
    starts = [match.start() for match in _NUMBERING.finditer(folded)]
    if not starts or starts[0] != 0:
        starts.insert(0, 0)
    bounds = [*starts, len(folded)]
    return tuple(part for a, b in pairwise(bounds) if (part := folded[a:b]))


def strip_numbering(text: str) -> str:
    """A compact label without 其中:, 一、, （一）, 1. or 1 in front."""
    for _ in range(4):
        before = text
        text = _strip_prefixes(text)
        match = (_NUMBERING.match(text) or _LEADING_DIGITS.match(text)) if text[:1] in _NUMBERING_STARTS else None
        if match and match.end() < len(text):
            text = text[match.end() :]
        if text == before:
            break
    return text


def _strip_prefixes(text: str) -> str:
    prefixes = load_label_rules().prefixes
    text = text if text.startswith(prefixes) else text.lstrip(_BEHIND_PREFIX)
    if text.startswith(prefixes):  # few do, and this runs for every label
        for prefix in prefixes:
            text = text.removeprefix(prefix).lstrip(_BEHIND_PREFIX)
    return text


@lru_cache(maxsize=20_000)
def normalise_label(text: str) -> str:
    """The form in which labels are compared: no space, quotes, punctuation, numbering or note mark."""
    return _PUNCTUATION.sub("", strip_numbering(compact_text(cut_note(text))))


@lru_cache(maxsize=20_000)
def normalise_bare_label(text: str) -> str:
    """`normalise_label` without remarks in brackets and unit: 部分公开(区分处理的…) is 部分公开, 总计/件 is 总计."""
    bare = strip_numbering(compact_text(cut_note(text)))
    bare = _PARENTHESES.sub("", bare)
    ending = next((ending for ending in load_label_rules().unit_endings if bare.endswith(ending)), "")
    return _PUNCTUATION.sub("", bare.removesuffix(ending))


@dataclass(frozen=True, slots=True)
class LabelHit(Generic[PayloadT]):
    """What a printed label is, and whether it had to be forgiven a misprint."""

    payloads: tuple[PayloadT, ...]
    is_exact: bool


class LabelIndex(Generic[PayloadT]):
    """Printed label → what it may be. One text may be several things: 其他 is a row of Table 3 and a column."""

    def __init__(self, entries: Iterable[tuple[str, PayloadT]], *, is_forgiving: bool) -> None:
        found: dict[str, list[PayloadT]] = {}
        for label, payload in entries:
            for key in {normalise_label(label), normalise_bare_label(label)} - {""}:
                if payload not in found.setdefault(key, []):
                    found[key].append(payload)
        self._exact = {key: LabelHit(tuple(payloads), True) for key, payloads in found.items()}
        self._similar = _Similar(found) if is_forgiving else None
        self._known: dict[str, LabelHit[PayloadT] | None] = {}

    def find(self, text: str) -> LabelHit[PayloadT] | None:
        """The label's meanings, or None. Misprints are forgiven only where a single label is near enough."""
        if not text or len(text) > MAX_LABEL * 2:
            return None
        if text not in self._known:
            if len(self._known) > 5_000:
                self._known.clear()
            self._known[text] = self._search(text)
        return self._known[text]

    def _search(self, text: str) -> LabelHit[PayloadT] | None:
        full, bare = normalise_label(text), normalise_bare_label(text)
        hit = self._exact.get(full) or self._exact.get(bare)
        if hit is not None or self._similar is None or not full:
            return hit
        near = [key for key in self._similar.find(bare or full) if is_misprint(bare or full, key)]
        if not near or len({self._exact[key].payloads for key in near}) != 1:
            return None
        return LabelHit(self._exact[near[0]].payloads, False)


class _Similar:
    """Labels by their characters, so that a printed one is compared with few: a misprint has two of its own at most.

    Sets of labels are the bits of an integer, in the order given.
    """

    def __init__(self, labels: Iterable[str]) -> None:
        self._labels = tuple(labels)
        self._with: dict[str, int] = {}
        for number, label in enumerate(self._labels):
            for character in set(label):
                self._with[character] = self._with.get(character, 0) | 1 << number
        self._all = (1 << len(self._labels)) - 1

    def find(self, printed: str) -> Iterator[str]:
        """The labels that lack at most two characters of ``printed``."""
        lack_one = lack_two = lack_three = 0  # the labels that lack so many characters at least
        for character in set(printed):
            lack = self._all & ~self._with.get(character, 0)
            lack_three |= lack_two & lack
            lack_two |= lack_one & lack
            lack_one |= lack
        left = self._all & ~lack_three
        while left:
            yield self._labels[(left & -left).bit_length() - 1]
            left &= left - 1


def is_misprint(printed: str, label: str) -> bool:
    """True where ``printed`` can only be ``label`` set wrongly: one edit in five characters, no telling one touched."""
    if printed == label:
        return True
    allowed = 0 if len(label) < 5 else 1 if len(label) < 9 else 2
    if len(label) == 4 and len(printed) == 5:
        allowed = 1
    if abs(len(printed) - len(label)) > max(allowed, 3):
        return False
    telling = load_label_rules().telling
    if sorted(c for c in printed if c in telling) != sorted(c for c in label if c in telling):
        return False
    if len(label) >= 9 and _is_subsequence(printed, label):  # 其他法律行政止公开 (洪泽 2023)
        return len(printed) * 4 >= len(label) * 3
    return allowed > 0 and edit_distance(printed, label, allowed) <= allowed


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)


def edit_distance(one: str, other: str, limit: int) -> int:
    """Levenshtein distance, given up (as ``limit + 1``) once it must exceed ``limit``."""
    previous = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        current = [i]
        for j, b in enumerate(other, start=1):
            current.append(min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a != b)))
        if min(current) > limit:
            return limit + 1
        previous = current
    return previous[-1]
