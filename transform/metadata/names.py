"""Which texts of a page are an organ's name of its own, with its region."""

from __future__ import annotations

import re

from transform.organs import complete_name
from transform.regions import read_region_prefix
from transform.words.clue_labels import load_metadata_labels

LONGEST_NAME = 30
_PLACELESS = re.compile(r"[省市县区我本各]")
_MARKS = re.compile(r"[,。;:、>»›→|]")


def is_organ(text: str) -> bool:
    """Whether a short text of the body is an organ's name, region included (市科委 and 我局 are not)."""
    return complete_name(text).endswith(load_metadata_labels().organ_endings) and is_own_name(text)


def is_own_name(text: str) -> bool:
    """A name of its own: of some length, without punctuation, and not 县财政局, of which there are hundreds."""
    name = complete_name(text)
    is_short = 4 <= len(name) <= LONGEST_NAME and not _MARKS.search(name)
    return is_short and (not _PLACELESS.match(name) or read_region_prefix(name).length > 0)  # 本溪市, 市中区
