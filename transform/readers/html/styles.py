"""What a page's styles say of its nodes: ``style`` attributes and the plain rules of its own style sheets.

Of the rules for one kind of screen (``@media``) those for a wide one are followed; rules for a state (``:hover``) are
not, nor are sheets in other files.
A page of Word has a thousand styled spans and a dozen different styles: the styles are looked at, the nodes only where
one of them matters. Everything is read from left to right once: a sheet may be written to cost time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

_INLINE = re.compile(r"""style\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""")
_ANY_CASE = re.compile(r"""[sS][tT][yY][lL][eE]\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""")
_OPENS = re.compile(r"<[sS][tT][yY][lL][eE]\b[^<>]*>")  # faster than re.I
_CLOSES = re.compile("</[sS][tT][yY][lL][eE]")
_STATE = re.compile(r":(?!(?:(?:first|last|only)-|nth-(?:last-)?)(?:child|of-type)|(?:not|is|where|has)\()")
_COMMA = re.compile(r",(?![^()]{0,200}\))")  # of a list of selectors, not of :is(a, b)
_GENERATED = re.compile(r"::?(?:before|after)$")
_MEDIA = re.compile(r"@media\b")
_FEATURE = re.compile(r"\(\s*(min|max)-width\s*:\s*(\d{1,5}(?:\.\d*)?)(px|r?em)\s*\)")
_WIDE_WORDS = frozenset({"", "all", "only", "and", "screen"})
_NARROWEST, _WIDEST = 1_200, 2_560  # px: a window that the rules of a desktop are written for
_LONGEST_SHEETS = 200_000
_MOST_SELECTORS = 200

Test = Callable[[str], object]
"""Whether a style (declarations in lower case) is meant: the ``search`` of a pattern, or more than one."""


@dataclass(frozen=True, slots=True)
class StyleRule:
    """One selector with its declarations in lower case. ``is_generated``: of ``::before`` or ``::after`` the node."""

    selector: str
    declarations: str
    is_generated: bool = False

    @property
    def weight(self) -> tuple[int, int, int]:
        """How particular the selector is: identifiers, then classes and attributes, then the words that are left."""
        marks = sum(self.selector.count(mark) for mark in ".[:")
        return self.selector.count("#"), marks, len(re.findall(r"(?:^|[\s>+~])[a-zA-Z]", self.selector))


class PageStyles:
    """Every different ``style`` attribute of a page, and the rules of its style sheets in their order."""

    def __init__(self, text: str) -> None:
        pattern = _ANY_CASE if "STYLE" in text or "Style" in text else _INLINE
        self.inline = tuple({value.lower() for value in set(pattern.findall(text))})
        self.rules = tuple(read_rules(text))
        self._declared = tuple({*self.inline, *(rule.declarations for rule in self.rules)})

    def may_say(self, pattern: re.Pattern[str]) -> bool:
        """Whether any style of the page has what ``pattern`` finds: few pages have."""
        return any(_finds(pattern, style) for style in self._declared)

    def find_pattern(self, root: LexborNode, pattern: re.Pattern[str]) -> list[LexborNode]:
        """The nodes whose own style, or a rule of the page for them, has what ``pattern`` finds."""
        return self.find(root, pattern.search) if self.may_say(pattern) else []

    def find(self, root: LexborNode, test: Test) -> list[LexborNode]:
        """The nodes whose own style, or a rule of the page for them, passes the test."""
        found = {node.mem_id: node for node in self.find_inline(root, test)}
        selectors = [rule.selector for rule in self.rules if not rule.is_generated and test(rule.declarations)]
        found.update((node.mem_id, node) for node in select(root, selectors))
        return list(found.values())

    def find_inline(self, root: LexborNode, test: Test) -> list[LexborNode]:
        """The nodes whose own style passes the test."""
        if not any(map(test, self.inline)):
            return []
        known: dict[str, bool] = {}
        nodes = [(node, inline_style(node)) for node in root.css("[style]")]
        for style in {style for _, style in nodes}:
            known[style] = bool(test(style))
        return [node for node, style in nodes if known[style]]

    def find_generated(self, root: LexborNode, test: Test) -> list[LexborNode]:
        """The nodes to which a rule of ``::before`` or ``::after`` that passes the test adds something."""
        return select(root, [rule.selector for rule in self.rules if rule.is_generated and test(rule.declarations)])


@lru_cache(maxsize=20_000)
def _finds(pattern: re.Pattern[str], style: str) -> bool:
    """The pages of a site, and those of Word, have the same few styles."""
    return pattern.search(style) is not None


def inline_style(node: LexborNode) -> str:
    """A node's own style in lower case."""
    return (node.attributes.get("style") or "").lower()


def select(root: LexborNode, selectors: Sequence[str]) -> list[LexborNode]:
    """The nodes of any selector that the reader of the tree understands."""
    known = [selector for selector in dict.fromkeys(selectors[:_MOST_SELECTORS]) if _is_known(selector)]
    return root.css(",".join(known)) if known else []


def _is_known(selector: str) -> bool:
    try:
        LexborHTMLParser("").css(selector)
    except SelectolaxError:
        return False
    return True


def read_rules(text: str) -> Iterator[StyleRule]:
    """The rules of the page's style sheets, one for each selector, without those of other screens and of a state."""
    if sheet := read_sheets(text):
        yield from _read_sheet(sheet)


@lru_cache(maxsize=50)
def _read_sheet(sheet: str) -> tuple[StyleRule, ...]:
    """One sheet stands in every page of a site."""
    rules = []
    for selectors, declarations in _split_rules(_drop_comments(sheet)):
        for selector in _COMMA.split(selectors):
            plain = _GENERATED.sub("", selector.strip())
            if plain and not _STATE.search(plain):
                rules.append(StyleRule(plain, declarations.lower(), plain != selector.strip()))
    return tuple(rules)


def read_sheets(text: str) -> str:
    """The text of a page's own style sheets, one behind the other."""
    sheets, start = [], 0
    while (opens := _OPENS.search(text, start)) and (closes := _CLOSES.search(text, opens.end())):
        sheets.append(text[opens.end() : closes.start()])
        start = closes.end()
    return "\n".join(sheets)[:_LONGEST_SHEETS]


def _drop_comments(sheet: str) -> str:
    """Without comments; what an open one hides is left out, as a browser does."""
    first, *rest = sheet.replace("<!--", "").replace("-->", "").split("/*")
    return first + "".join(part.partition("*/")[2] for part in rest)


def _split_rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of every rule that stands in no ``@`` block, or in one for a wide screen."""
    heads: list[str] = []  # of the blocks that are open
    for piece in sheet.split("}"):
        *opened, declarations = piece.split("{")
        heads += [head.rpartition(";")[2].strip() for head in opened]
        if opened and not heads[-1].startswith("@") and all(map(_is_for_wide_screen, heads[:-1])):
            yield heads[-1], declarations
        del heads[-1:]


@lru_cache(maxsize=1_000)
def _is_for_wide_screen(head: str) -> bool:
    """Whether one of the queries of an ``@media`` block asks for no more than a screen as wide as that of a desk.

    The rules of a layer, and those for browsers that can do something, hold as well.
    """
    if head.lower().startswith(("@layer", "@supports (", "@supports(")):
        return True
    opens = _MEDIA.match(head.lower())
    return opens is not None and any(map(_asks_for_wide_screen, head.lower()[opens.end() :].split(",")))


def _asks_for_wide_screen(query: str) -> bool:
    for limit, number, unit in _FEATURE.findall(query):
        width = float(number) * (1 if unit == "px" else 16)
        if width > _NARROWEST if limit == "min" else width < _WIDEST:
            return False
    return _WIDE_WORDS.issuperset(_FEATURE.sub(" ", query).split())
