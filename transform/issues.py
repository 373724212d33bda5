"""Issues: code + wording from transform/issues.yaml; no sentence to a reader stands in Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from extract.yaml_file import load_yaml
from transform.errors import FormDefinitionError
from transform.models import Issue, Severity


class IssueWording(BaseModel):
    """One entry of transform/issues.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    severity: Severity
    zh: str
    en: str
    refused_zh: str | None = None  # said of a document that is not read for it; ``zh`` where that needs no numbers


@cache
def load_issue_wordings() -> dict[str, IssueWording]:
    """Every issue code with its severity and wording in both languages."""
    text = (Path(__file__).parent / "issues.yaml").read_text(encoding="utf-8")
    return {code: IssueWording.model_validate(entry) for code, entry in load_yaml(text).items()}


def make_issue(code: str, cell: str | None = None, **params: object) -> Issue:
    """An issue by its code. ``cell`` is a cell key; ``params`` fill the wording.

    Raises FormDefinitionError where the code or a parameter is not that of issues.yaml: ours to mend.
    """
    try:
        wording = load_issue_wordings()[code]
        message_zh, message_en = wording.zh.format(**_in_chinese(params)), wording.en.format(**params)
    except KeyError as error:
        raise FormDefinitionError(f"issue {code!r}: {error} is not in transform/issues.yaml; add it there") from error
    return Issue(code, wording.severity, message_zh, message_en, cell)


def say_refusal(code: str) -> str:
    """What is said in Chinese of a document refused for this; the exception itself says in English what was found.

    Raises FormDefinitionError where the code is not that of issues.yaml: ours to mend.
    """
    wording = load_issue_wordings().get(code)
    if wording is None:
        raise FormDefinitionError(f"issue {code!r} is not in transform/issues.yaml; add it there")
    return wording.refused_zh or wording.zh


def _in_chinese(params: Mapping[str, object]) -> Mapping[str, object]:
    """The parameters with the address, which is English in `Cell.at`, put into Chinese."""
    if "at" not in params:
        return params
    return {**params, "at": _ADDRESS_PART.sub(_address_part, str(params["at"]))}


_ADDRESS_PART = re.compile(r"\b([a-z]+) ([0-9]+)(?:, )?")


def _address_part(found: re.Match[str]) -> str:
    word = _load_address_words().get(found[1])
    return word.format(found[2]) if word else found[0]


@cache
def _load_address_words() -> Mapping[str, str]:
    text = (Path(__file__).parent / "addresses.yaml").read_text(encoding="utf-8")
    words: Mapping[str, str] = load_yaml(text)
    return words
