"""Saved pages of one case: a folder with site.yaml (source and pages), the pages, and expected.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from extract.adapters.base import Page, Request
from extract.captures import make_capture
from extract.charset import decode_text
from extract.models import Capture
from extract.registry import Source
from tests.extract.clock import NOON

FIXTURES = Path(__file__).parent / "fixtures"
CASES = tuple(sorted(path.parent.name for path in FIXTURES.glob("*/site.yaml")))


class SavedSite:
    """Answers requests from the saved pages, as classified as a crawl would, and notes what was asked."""

    def __init__(self, case: str) -> None:
        self.folder = FIXTURES / case
        content = yaml.safe_load((self.folder / "site.yaml").read_text(encoding="utf-8"))
        self.source = Source.model_validate(content["source"])
        self.pages: list[dict[str, Any]] = content["pages"]
        self.expected = json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))
        self.asked: list[str] = []

    def fetch(self, request: Request) -> Page:
        """The page for a request; a request nobody saved a page for is a fault of the adapter or of the case."""
        capture = self.capture(request)
        text, _ = decode_text(capture.body)
        return Page(capture.url, capture.status, text, capture.media_type, capture.page_class, capture.reason)

    def capture(self, request: Request) -> Capture:
        """The saved page as a capture."""
        parts = urlsplit(request.url)
        ask = f"{request.method} {parts.path}{'?' + parts.query if parts.query else ''}"
        self.asked.append(ask)
        for page in self.pages:
            if page["ask"] == ask and page.get("body", "") in (request.body or ""):
                body = (self.folder / page["file"]).read_bytes()
                return make_capture(request.url, NOON, page.get("status", 200), (), body)
        raise LookupError(f"no saved page for {ask} {request.body or ''}")
