"""Text keeps WCAG AA contrast (4.5 : 1) on its background, in the light and in the dark scheme."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import expectations.summary
from expectations.summary.measures import STATUSES

CSS = (Path(expectations.summary.__file__).parent / "templates" / "page.css").read_text(encoding="utf-8")
PAIRS = [
    ("ink", "paper"), ("ink", "page"), ("ink", "soft"), ("muted", "paper"), ("muted", "page"), ("muted", "soft"),
    ("accent", "paper"), ("accent", "page"), ("fail", "fail-soft"), ("warn", "warn-soft"), ("info", "info-soft"),
    ("paper", "fail"), ("ink", "fail-soft"), ("blocked-ink", "blocked-2"),
    *((f"{status}-ink", status) for status in STATUSES),
]  # fmt: skip


def _schemes() -> dict[str, dict[str, str]]:
    blocks = re.findall(r":root\{(.*?)\}", CSS, flags=re.S)[:2]
    light, dark = (dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", block)) for block in blocks)
    return {"light": light, "dark": light | dark}


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_is_readable(scheme: str, text: str, ground: str) -> None:
    colours = _schemes()[scheme]
    lighter, darker = sorted((_luminance(colours[text]), _luminance(colours[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
