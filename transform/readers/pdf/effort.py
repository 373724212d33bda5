"""What drawing a PDF page costs, before it is drawn: a page may call forms, which call forms, each of them often.

Ten forms that each call the next ten times make ten thousand million pages of one. Counted is every byte of drawing as
often as it would be carried out.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Any

from pdfminer.pdftypes import PDFStream, resolve1, stream_value
from pdfminer.psparser import PSLiteral

_CALL = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_DEEPEST = 30  # forms within forms; a report has three
_MOST_FORMS = 2_000


class _Effort:
    """Bytes drawn by the forms of one page, each looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, float] = {}

    def of(self, content: bytes, resources: Any, depth: int) -> float:
        """Bytes of this drawing with all that it calls; infinite where a form calls itself or goes too deep."""
        total = float(len(content))
        forms = _forms_of(resources)
        for name, count in Counter(_CALL.findall(content)).items() if forms else ():
            form = resolve1(forms.get(name.decode("latin-1")))
            if isinstance(form, PDFStream) and _name_of(form.get("Subtype")) == "Form":
                total += count * self._of_form(form, resources, depth)
        return total

    def _of_form(self, form: PDFStream, resources: Any, depth: int) -> float:
        key = id(form)
        if key not in self._known:
            if depth > _DEEPEST or len(self._known) > _MOST_FORMS:
                return math.inf
            self._known[key] = math.inf  # while it is looked at: one that calls itself never ends
            own = resolve1(form.get("Resources")) or resources
            self._known[key] = self.of(form.get_data(), own, depth + 1)
        return self._known[key]


def _forms_of(resources: Any) -> dict[str, Any]:
    found = resolve1(resources.get("XObject")) if isinstance(resources, dict) else None
    return found if isinstance(found, dict) else {}


def _name_of(value: Any) -> str:
    value = resolve1(value)
    return str(value.name) if isinstance(value, PSLiteral) else ""


def count_drawn_bytes(page: Any, most: int) -> float:
    """Bytes of drawing that pdfminer's page carries out; those of its forms are not counted beyond ``most``."""
    contents = [stream_value(content).get_data() for content in page.contents]
    size = sum(map(len, contents))
    return size if size > most else _Effort().of(b"\n".join(contents), resolve1(page.resources), 0)
