"""The words of the summary: interface labels and the glossary of form codes, Chinese and English, from YAML."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from extract.yaml_file import load_yaml

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Text(BaseModel):
    """One phrase in both languages; ``{names}`` are filled in by the caller."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """The phrase in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


class Glossary(BaseModel):
    """Short Chinese and English names of form codes; ``table_titles`` are English only, Chinese stands in the form."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    table_titles: dict[str, str]
    tables: dict[str, Text]
    groups: dict[str, Text]
    rows: dict[str, Text]
    columns: dict[str, Text]
    scopes: dict[str, Text]
    measure_suffixes: dict[str, Text]


class Words:
    """An interface in one language: the summary's, or that of other ``phrases``."""

    def __init__(self, language: Language, phrases: Mapping[str, Text] | None = None) -> None:
        self.language: Language = language
        self._phrases = load_phrases() if phrases is None else phrases

    def __call__(self, key: str, **values: object) -> str:
        """The phrase ``key`` with its names filled in; an unknown key is a KeyError, never an empty string."""
        phrase = self._phrases[key].in_language(self.language)
        return phrase.format_map(values) if values else phrase


@cache
def load_phrases() -> dict[str, Text]:
    """Phrases of ``labels.yaml`` by key."""
    return TypeAdapter(dict[str, Text]).validate_python(_read("labels.yaml"))


@cache
def load_glossary() -> Glossary:
    """The glossary of ``glossary.yaml``."""
    return Glossary.model_validate(_read("glossary.yaml"))


def _read(name: str) -> object:
    return load_yaml((files(__package__) / name).read_text(encoding="utf-8"))
