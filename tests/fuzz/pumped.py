"""Are the regular expressions that meet strangers' text linear? Each is asked of texts grown out of itself.

    python -m tests.fuzz.pumped [--words 25] [--seed 0]

A word the expression may match is drawn, a piece of it is repeated to `SHORT` characters and, where that took long, to
`LONG`, sixteen times as many. What is linear takes milliseconds there; what tries again from every character takes
seconds, and on a page of 64 MB the rest of the night. Expressions are found in the source: those of modules by name,
with how they are asked (a whole text, its beginning, anywhere). `SHORT_ONLY` names those that meet short texts only.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import random
import re
import signal
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]  # how the engine itself reads an expression
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGES = ("extract", "transform")
SHORT, LONG = 4_000, 64_000
MOST_SECONDS = 0.5
"""Of processor time for `LONG` characters: what is linear takes some milliseconds, what is not two seconds."""
_SUSPECT_SECONDS = 0.002
_LONGEST_WORD = 60
_PIECES = 60
_ASKED = ("fullmatch", "match", "search", "finditer", "findall", "sub", "split")

SHORT_ONLY: Mapping[str, str] = {
    "extract.redirects._META": "pages of at most 4096 characters",
    "transform.readers.pdf.shown._DOUBTFUL_NUMBER": "a piece of one line of a PDF",
    "transform.readers.sheet.shown._SPACING": "number formats of at most 255 characters",
    "transform.readers.sheet.shown._SEMICOLON": "number formats of at most 255 characters",
    "transform.readers.sheet.shown._FIXED": "number formats of at most 255 characters",
    "transform.readers.text.reader._VALUE": "tokens no longer than a label",
    "transform.readers.html.unclosed._TAG": "400 characters behind a tag",
    "transform.readers.html.unclosed._TOKEN": "pages up to their last >, where it is linear",
    "transform.regions._AUTONOMY": "names of regions, of our own file",
    "transform.prose.rewording._EACH": "sentences of at most 600 characters",
    "transform.prose.rewording._ALIKE": "sentences of at most 600 characters",
    "transform.words.titles._TRAILING": "60 characters before a title",
}
"""Expressions that are not linear, and the texts they are asked of."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An expression by the name it has in its module, and the methods it is asked by."""

    name: str
    pattern: re.Pattern[Any]
    methods: frozenset[str]

    def seconds(self, text: str) -> float:
        """Processor time of asking it in the costliest of its ways; it is stopped after `MOST_SECONDS`."""
        subject = text.encode() if isinstance(self.pattern.pattern, bytes) else text
        began = time.process_time()
        with suppress(TimeoutError), _stopped_after(MOST_SECONDS):
            if self.methods - {"fullmatch", "match"}:
                deque(self.pattern.finditer(subject), maxlen=0)
            elif "match" in self.methods:
                self.pattern.match(subject)
            else:
                self.pattern.fullmatch(subject)
        return time.process_time() - began


@contextmanager
def _stopped_after(seconds: float) -> Iterator[None]:
    """The engine looks for signals as it goes; without one an exponential expression would never come back."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@dataclass(frozen=True, slots=True)
class Slow:
    """A text of `LONG` characters, ``before`` + ``piece`` again and again + ``behind``, that takes too long."""

    name: str
    before: str
    piece: str
    behind: str


def find_patterns() -> list[Asked]:
    """The expressions of all modules, in the order of their names."""
    found: dict[str, tuple[re.Pattern[Any], frozenset[str]]] = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            if name.endswith("__main__"):
                continue
            methods = _methods_by_name(path)
            for key, value in vars(importlib.import_module(name)).items():
                for number, pattern in enumerate(_patterns_in(value)):
                    suffix = f"[{number}]" if isinstance(value, tuple) else ""
                    found[f"{name}.{key}{suffix}"] = (pattern, frozenset(methods.get(key, {"search"})))
    return [Asked(name, *found[name]) for name in sorted(found)]


def _patterns_in(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple):
        yield from (item for item in value if isinstance(item, re.Pattern))


def _methods_by_name(path: Path) -> dict[str, set[str]]:
    """How each name of a source file is asked; a name that is handed on counts as searched with."""
    methods: dict[str, set[str]] = {}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    asked = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)]
    direct = {id(node.value) for node in asked}
    for node in asked:
        if node.attr in _ASKED:
            methods.setdefault(node.value.id, set()).add(node.attr)  # type: ignore[attr-defined]
    for name in ast.walk(tree):
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Load) and id(name) not in direct:
            methods.setdefault(name.id, set()).add("search")
    return methods


def find_slow(asked: Asked, *, words: int, seed: int) -> Slow | None:
    """The first text that takes the expression too long, or None."""
    rng = random.Random(f"{seed} {asked.name}")
    source = asked.pattern.pattern
    tree = _parser.parse(source, asked.pattern.flags & ~re.U if isinstance(source, bytes) else asked.pattern.flags)
    tried = set()
    for _ in range(words):
        for text in _grow(_draw(rng, tree)[:_LONGEST_WORD], rng):
            if text in tried:
                continue
            tried.add(text)
            is_suspect = asked.seconds(_repeat(*text, SHORT)) > _SUSPECT_SECONDS
            if is_suspect and asked.seconds(_repeat(*text, LONG)) >= MOST_SECONDS:
                return Slow(asked.name, *text)
    return None


def _grow(word: str, rng: random.Random) -> Iterator[tuple[str, str, str]]:
    """What stands before, the piece to repeat, what stands behind: pieces of the word in their place and alone."""
    pieces = [(start, end) for start in range(len(word)) for end in range(start + 1, len(word) + 1)]
    for start, end in rng.sample(pieces, min(_PIECES, len(pieces))):
        behind = rng.choice(("", "x", "\x00", word[end : end + 3]))
        yield from ((before, word[start:end], behind) for before in (word[:start], ""))


def _repeat(before: str, piece: str, behind: str, length: int) -> str:
    return before + (piece * (length // len(piece) + 1))[:length] + behind


def _draw(rng: random.Random, tree: Sequence[tuple[Any, Any]]) -> str:
    """A text made as the parsed expression says; what it looks for around the match is left out."""
    return "".join(_draw_one(rng, operation, argument) for operation, argument in tree)


def _draw_one(rng: random.Random, operation: Any, argument: Any) -> str:
    match operation:
        case _constants.LITERAL:
            return chr(argument)
        case _constants.IN:
            return _draw_member(rng, argument)
        case _constants.ANY | _constants.NOT_LITERAL:
            return rng.choice("a1 <")
        case _constants.MAX_REPEAT | _constants.MIN_REPEAT | _constants.POSSESSIVE_REPEAT:
            fewest, most, part = argument
            return "".join(_draw(rng, part) for _ in range(min(int(most), fewest + rng.randrange(3))))
        case _constants.SUBPATTERN:
            return _draw(rng, argument[3])
        case _constants.ATOMIC_GROUP:
            return _draw(rng, argument)
        case _constants.BRANCH:
            return _draw(rng, rng.choice(argument[1]))
    return ""


def _draw_member(rng: random.Random, members: Sequence[tuple[Any, Any]]) -> str:
    """A character of a class; of an excluding one, one of those that pages are full of."""
    is_excluding = members[0][0] is _constants.NEGATE
    named = [character for member in members for character in _members(*member)]
    return rng.choice([c for c in "a1 <\"'x{,(=&中" if c not in named] or ["~"]) if is_excluding else rng.choice(named)


def _members(operation: Any, argument: Any) -> tuple[str, ...]:
    match operation:
        case _constants.LITERAL:
            return (chr(argument),)
        case _constants.RANGE:
            return (chr(argument[0]), chr(argument[1]))
        case _constants.CATEGORY:
            return {_constants.CATEGORY_DIGIT: ("1",), _constants.CATEGORY_SPACE: (" ", "\n")}.get(argument, ("a",))
    return ()


def main() -> None:
    """Ask every expression and print the slow ones, which are wrong, and those that are asked of short texts only."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=25)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    patterns = find_patterns()
    with suppress(KeyboardInterrupt):
        for asked in patterns:
            slow = find_slow(asked, words=arguments.words, seed=arguments.seed)
            if slow is not None:
                print(f"{slow} {asked.pattern.pattern!r:.120} {SHORT_ONLY.get(asked.name, 'NOT LINEAR')}", flush=True)
    print(f"{len(patterns)} expressions")


if __name__ == "__main__":
    main()
