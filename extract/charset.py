"""The character set of a page, from its bytes: declarations on these sites are too often wrong.

Order: byte-order mark, strict UTF-8, GB18030 (which holds GB2312 and GBK), Big5. The declared name is only a hint
between the last two, which decode each other's bytes without complaint: what decides is which of them reads as Chinese.
"""

from __future__ import annotations

import codecs

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COMMON = frozenset("的一是在不了有和人年月日政府信息公开公開資訊資報报告工作申请")
_BIG5_NAMES = frozenset({"big5", "big5-hkscs", "big5hkscs", "cp950"})
_TOLERATED = 0.02
"""Share of broken characters at which a page still counts as UTF-8: a content system that cuts strings by bytes leaves
one or two halves, while GBK read as UTF-8 is broken throughout."""
_FEWEST_COMMON = 0.02
"""Share of the commonest characters below which a text was decoded wrongly: a report in Chinese has ten times that."""


def decode_text(body: bytes, declared: str | None = None) -> tuple[str, str]:
    """Text and the name of the charset it was decoded with. Never raises: broken characters become U+FFFD."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace"), name
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    text = body.decode("utf-8", "replace")
    if _broken_share(text) < _TOLERATED:
        return text, "utf-8"
    return _decode_chinese(body, (declared or "").strip().lower(), text)


def _decode_chinese(body: bytes, declared: str, as_utf8: str) -> tuple[str, str]:
    mainland = body.decode("gb18030", "replace")
    if declared in _BIG5_NAMES or _broken_share(mainland) >= _TOLERATED or _reads_oddly(mainland):
        traditional = body.decode("big5hkscs", "replace")
        if _count_common(traditional) > _count_common(mainland):
            return traditional, "big5"
    if _broken_share(mainland) <= _broken_share(as_utf8):
        return mainland, "gb18030"
    return as_utf8, "utf-8"


def _broken_share(text: str) -> float:
    """Broken characters among those that are not ASCII."""
    broken = text.count("\ufffd")
    if not broken:
        return 0.0
    return broken / max(1, sum(not char.isascii() for char in text))


def _reads_oddly(text: str) -> bool:
    """Chinese without the characters that every text has: Big5 read as GB18030 seldom has broken ones."""
    return _count_common(text) < _FEWEST_COMMON * sum(not char.isascii() for char in text)


def _count_common(text: str) -> int:
    return sum(char in _COMMON for char in text)
