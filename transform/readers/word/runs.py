"""What a paragraph of a Word document shows: hidden and deleted text is none, raised digits are notes.

Digits that are struck, white on white, far smaller than their neighbours, drawn by a formula or taken from elsewhere
when Word opens the file are doubtful: nobody can say what a reader of the paper takes them for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from transform.readers.raised import JOINED, is_mark

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphic"
_OLD_COPY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TEXT_BOX = f"{W}txbxContent"
_SKIPPED = {
    f"{W}{name}"
    for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "instrText", "delText", "delInstrText", "rt", "ffData")
} | {_OLD_COPY}
_PICTURES = {f"{W}drawing", f"{W}pict", f"{W}object"}
_WRITTEN = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-",
}  # fmt: skip
_SET_ELSEWHERE = {f"{W}ddList", f"{W}dataBinding", f"{W}pgNum", f"{W}sym", f"{W}bdo", f"{W}oMath"}
_TOGGLES = ("vanish", "strike", "dstrike")
_NO_POINT = 4  # half points; smaller print is not seen
_SMALL = 0.6  # part of the paragraph's largest digits
_RAISED_BY = 3  # half points
_NEAR_WHITE = 0xF0
_DEFAULT_SIZE = 20.0  # half points, where nothing says


@dataclass(frozen=True, slots=True)
class Look:
    """How a run is set. ``size`` in half points; ``color`` and ``fill`` as six hexadecimal digits, "" for none."""

    is_hidden: bool = False
    is_struck: bool = False
    is_raised: bool = False
    size: float = _DEFAULT_SIZE
    color: str = ""
    fill: str = ""

    @property
    def is_unseen(self) -> bool:
        """Of the colour of what is behind it, as far as the document says."""
        return bool(self.color) and (self.color == self.fill or (not self.fill and _is_white(self.color)))


@dataclass(slots=True)
class Shown:
    """A paragraph's text; the same without doubtful digits; whether it has such; whether it is a raised number and
    nothing else; whether a picture; its text boxes."""

    text: str = ""
    sure: str = ""
    is_doubtful: bool = False
    is_raised: bool = False
    has_picture: bool = False
    boxes: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class _Piece:
    text: str
    look: Look


class RunReader:
    """Reads paragraphs by the document's styles: ``styles`` is the root of its styles part, or None."""

    def __init__(self, styles: Any) -> None:
        self._styles = {} if styles is None else {s.get(f"{W}styleId"): s for s in styles.iter(f"{W}style")}
        default = None if styles is None else styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._default = _apply(Look(), _properties(default))
        self._known: dict[str, Mapping[str, str]] = {}

    def read(self, paragraph: Any, fill: str = "") -> Shown:
        """What the paragraph shows on a ground of that colour."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        base = _apply(self._default, self._style(style.get(f"{W}val") if style is not None else None))
        base = replace(base, fill=_fill_of(paragraph.find(f"{W}pPr/{W}shd")) or fill)
        shown = Shown()
        pieces = [piece for piece in self._pieces(paragraph, base, shown, []) if piece.text]
        _join(pieces, shown)
        return shown

    def _style(self, name: str | None) -> Mapping[str, str]:
        """Run properties of a style, with those it is based on."""
        if name is None:
            return {}
        if name not in self._known:
            self._known[name] = {}  # a style based on itself ends here
            style = self._styles.get(name)
            if style is not None:
                below = style.find(f"{W}basedOn")
                above = self._style(below.get(f"{W}val")) if below is not None else {}
                self._known[name] = {**above, **_properties(style.find(f"{W}rPr"))}
        return self._known[name]

    def _pieces(self, element: Any, look: Look, shown: Shown, fields: list[str]) -> Iterator[_Piece]:
        """Texts in order. ``fields`` holds for every field around it whether its code or its result is met."""
        for child in element:
            tag = child.tag
            if tag in _SKIPPED:
                shown.is_doubtful |= tag == f"{W}sdtPr" and child.find(f"{W}dataBinding") is not None
            elif tag == f"{W}fldChar":
                _turn_field(child, fields, shown)
            elif tag == f"{W}r":
                yield from self._pieces(child, self._look(child, look), shown, fields)
            elif tag in _PICTURES or tag == _DRAWN:
                _look_into(child, shown)
            elif tag in _WRITTEN or tag in (f"{W}t", f"{_MATH}t"):
                shown.is_doubtful |= tag == f"{_MATH}t"
                if "code" not in fields and not look.is_hidden:
                    yield _Piece(_WRITTEN.get(tag) or child.text or "", look)
            else:
                shown.is_doubtful |= tag in _SET_ELSEWHERE or _is_dirty(child)
                yield from self._pieces(child, look, shown, fields)

    def _look(self, run: Any, base: Look) -> Look:
        own = run.find(f"{W}rPr")
        if own is None:
            return base
        style = own.find(f"{W}rStyle")
        of_style = self._style(style.get(f"{W}val")) if style is not None else {}
        return _apply(base, {**of_style, **_properties(own)})


def _properties(element: Any) -> dict[str, str]:
    """The run properties that decide what is seen; a toggle is ``1`` or ``0``."""
    found: dict[str, str] = {}
    for child in () if element is None else element:
        name = str(child.tag).removeprefix(W)
        value = child.get(f"{W}val")
        if name in _TOGGLES:
            found[name] = "0" if value in ("0", "false", "off", "none") else "1"
        elif name in ("vertAlign", "position", "sz"):
            found[name] = value or ""
        elif name == "color":
            found[name] = "FFFFFF" if child.get(f"{W}themeColor") in ("background1", "light1") else (value or "")
        elif name in ("shd", "highlight"):
            found["fill"] = _fill_of(child) or found.get("fill", "")
    return found


def _apply(look: Look, properties: Mapping[str, str]) -> Look:
    """The look with these properties set."""
    if not properties:
        return look
    struck = [properties[name] == "1" for name in ("strike", "dstrike") if name in properties]
    align, position = properties.get("vertAlign"), _number(properties.get("position"))
    is_raised = align in ("superscript", "subscript") or abs(position) >= _RAISED_BY
    size = _number(properties.get("sz")) if "sz" in properties else None
    color = properties.get("color")
    return Look(
        is_hidden=properties["vanish"] == "1" if "vanish" in properties else look.is_hidden,
        is_struck=any(struck) if struck else look.is_struck,
        is_raised=is_raised if align is not None or position else look.is_raised,
        size=size or look.size,
        color=look.color if color is None else ("" if color == "auto" else color.upper()),
        fill=properties.get("fill") or look.fill,
    )


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _fill_of(shading: Any) -> str:
    """The colour behind the text; "" where none is named."""
    if shading is None:
        return ""
    fill = shading.get(f"{W}fill") or shading.get(f"{W}val") or ""
    return "" if fill.lower() in ("auto", "none", "clear", "nil", "white") else fill.upper()


def fill_of(element: Any) -> str:
    """The ground of a table, a cell or a paragraph by its properties element (``None`` where it has none)."""
    fill = "" if element is None else _fill_of(element.find(f"{W}shd"))
    return "" if _is_white(fill) else fill


def _is_white(color: str) -> bool:
    is_color = re.fullmatch(r"[0-9A-F]{6}", color) is not None
    return is_color and all(int(color[n : n + 2], 16) >= _NEAR_WHITE for n in (0, 2, 4))


def _turn_field(mark: Any, fields: list[str], shown: Shown) -> None:
    """A field goes from its code to its result; one chosen from a list shows what no text holds."""
    kind = mark.get(f"{W}fldCharType")
    shown.is_doubtful |= _is_dirty(mark) or mark.find(f".//{W}ddList") is not None
    if kind == "begin":
        fields.append("code")
    elif fields and kind == "separate":
        fields[-1] = "result"
    elif fields and kind == "end":
        fields.pop()


def _is_dirty(element: Any) -> bool:
    """Word computes the field anew when it opens the document."""
    return element.get(f"{W}dirty") in ("1", "true", "on")


def _look_into(drawing: Any, shown: Shown) -> None:
    """Text boxes of a drawing, once; anything else drawn is a picture."""
    boxes = [box for box in drawing.iter(TEXT_BOX) if not any(a.tag == _OLD_COPY for a in box.iterancestors())]
    inner = {id(box) for outer in boxes for box in outer.iter(TEXT_BOX) if box is not outer}
    shown.boxes += [box for box in boxes if id(box) not in inner]
    shown.has_picture |= not boxes


def _join(pieces: list[_Piece], shown: Shown) -> None:
    """The pieces as one text. One or two raised digits behind other text are a note; what stands alone is set badly."""
    is_all_raised = all(piece.look.is_raised for piece in pieces if piece.text.strip())
    largest = max((piece.look.size for piece in pieces if _has_digit(piece.text)), default=0)
    texts: list[str] = []
    sure: list[str] = []
    for piece in pieces:
        look, text = piece.look, piece.text
        if look.size <= _NO_POINT:
            continue
        if look.is_raised and not is_all_raised and JOINED.match(text.strip()):
            is_note = is_mark(text) and bool("".join(texts).strip())
            shown.is_doubtful |= not is_note
            text = f"[{text.strip()}]" if is_note else ""
            piece.text = text
        elif _has_digit(text) and (look.is_struck or look.is_unseen or look.size <= _SMALL * largest):
            shown.is_doubtful = True
            piece.text = ""
        texts.append(text)
        sure.append(piece.text and text)
    shown.text, shown.sure = "".join(texts).strip("\n"), "".join(sure).strip("\n")
    shown.is_raised = is_all_raised and is_mark(shown.text)


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)
