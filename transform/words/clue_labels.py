"""Labels under which documents say who reports and when, and the words of the section headings."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from extract.yaml_file import read_rules

METADATA_FILE = Path(__file__).parent / "clue_labels.yaml"


class MetadataLabels(BaseModel):
    """The whole of clue_labels.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    meta_title: tuple[str, ...]
    meta_published: tuple[str, ...]
    meta_site_code: tuple[str, ...]
    meta_source: tuple[str, ...]
    meta_site_name: tuple[str, ...]
    label_published: tuple[str, ...]
    label_organ: tuple[str, ...]
    label_source: tuple[str, ...]
    label_title: tuple[str, ...]
    period_words: tuple[str, ...]
    organ_endings: tuple[str, ...]
    sections: dict[str, tuple[tuple[str, ...], ...]]


@cache
def load_metadata_labels() -> MetadataLabels:
    """clue_labels.yaml, checked: an unknown key is refused."""
    return read_rules(METADATA_FILE, MetadataLabels)
