"""What a response really is, decided before it counts as a report: the rules are in classes.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from extract.charset import decode_text
from extract.errors import RegistryError
from extract.media import HTML, JSON, TEXT, UNKNOWN, XML, declared_media_type
from extract.models import PageClass
from extract.yaml_file import load_yaml

_RULES_FILE = Path(__file__).parent / "classes.yaml"
_HIDDEN = re.compile(r"<(script|style|noscript|template|title)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
_TAG = re.compile(r"<[^>]*+(?:>|\Z)")
_SPACE = re.compile(r"\s+")
_TITLE = re.compile(r"<title[^>]{0,200}>(.{0,2000}?)</title", re.I | re.S)
_CLEARLY_A_PAGE = 1_000
"""So many characters of text are no stub: no rule may ask for more."""
_LOOKS = (8_192, 32_768)
"""Characters of source looked at first: most pages show there that they are no stub, and the rest need not be read."""
_BINARY_CLAIMS = ("application/pdf", "application/msword", "application/vnd.", "image/")
_READABLE = (HTML, TEXT, JSON, XML)
_OK_STATUS = range(200, 300)


class ClassRule(BaseModel):
    """One rule of classes.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    page_class: PageClass = Field(alias="class")
    reason: str
    status: tuple[int, ...] = ()
    markers: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    max_text: int | None = Field(default=None, lt=_CLEARLY_A_PAGE)

    def fits(self, status: int, source: str, text: str) -> bool:
        """Whether the rule holds for this response."""
        if self.status and status not in self.status:
            return False
        if self.max_text is not None and len(text) > self.max_text:
            return False
        if any(marker in source for marker in self.unless):
            return False
        if self.markers and not any(marker in source for marker in self.markers):
            return False
        return not self.phrases or any(phrase in text for phrase in self.phrases)


def classify_response(
    status: int, headers: Iterable[tuple[str, str]], body: bytes, media_type: str, was_ok: bool = False
) -> tuple[PageClass, str]:
    """The class of a response and the reason for it, in words.

    ``media_type`` is the one sniffed from the bytes; ``was_ok``: the same address held a page on an earlier night, so
    that its absence is a withdrawal and not a wrong link.
    """
    page_class, reason = _classify(status, headers, body, media_type)
    if was_ok and page_class in (PageClass.GONE, PageClass.SOFT_404):
        return PageClass.WITHDRAWN, f"was there before; now {reason}"
    return page_class, reason


def _classify(status: int, headers: Iterable[tuple[str, str]], body: bytes, media_type: str) -> tuple[PageClass, str]:
    if media_type not in _READABLE:
        return _classify_file(status, body, media_type)
    source = decode_text(body)[0]
    text = visible_text(source) if media_type == HTML else _SPACE.sub("", source)
    rule = _match_rule(status, source, text, is_html=media_type == HTML)
    if rule is not None:
        return rule.page_class, rule.reason.format(status=status)
    if status not in _OK_STATUS:
        return PageClass.GONE if status < 500 else PageClass.EMPTY, f"status {status}"
    return _check_claim(headers, media_type)


def _match_rule(status: int, source: str, text: str, *, is_html: bool) -> ClassRule | None:
    for rule in load_rules():
        if not rule.status and not is_html and rule.page_class is not PageClass.EMPTY:
            continue  # markers and phrases describe web pages, not interfaces or text dumps
        if rule.fits(status, source, text):
            return rule
    return None


def _classify_file(status: int, body: bytes, media_type: str) -> tuple[PageClass, str]:
    if status not in _OK_STATUS:
        return PageClass.GONE, f"status {status}"
    if not body:
        return PageClass.EMPTY, "no bytes"
    if media_type == UNKNOWN:
        return PageClass.WRONG_TYPE, "the bytes are of no known kind of document"
    return PageClass.OK, media_type


def _check_claim(headers: Iterable[tuple[str, str]], media_type: str) -> tuple[PageClass, str]:
    claimed = next((declared_media_type(value) for name, value in headers if name.lower() == "content-type"), None)
    if claimed and claimed.startswith(_BINARY_CLAIMS) and media_type in (HTML, TEXT):
        return PageClass.WRONG_TYPE, f"the header says {claimed}, the bytes are {media_type}"
    return PageClass.OK, media_type


def visible_text(source: str) -> str:
    """What a reader would see of a page, without white space.

    Of a long page only the beginning, which is enough to know that it is no stub; of a short one the title too.
    """
    for look in (*_LOOKS, len(source)):
        text = _strip(source[:look])
        if len(text) >= _CLEARLY_A_PAGE:
            return text
        if look >= len(source):
            break
    title = _TITLE.search(source)
    return text + (_SPACE.sub(" ", unescape(title.group(1))).strip() if title else "")


def _strip(source: str) -> str:
    return _SPACE.sub("", unescape(_TAG.sub(" ", _HIDDEN.sub(" ", source))))


@lru_cache(maxsize=1)
def load_rules() -> tuple[ClassRule, ...]:
    """The rules of classes.yaml, in order."""
    content = load_yaml(_RULES_FILE.read_text(encoding="utf-8"))
    if set(content) != {"rules"}:
        raise RegistryError(f"{_RULES_FILE.name} has keys other than rules; next: mend the file")
    return tuple(ClassRule.model_validate(rule) for rule in content["rules"])
