"""A document that is refused is refused in Chinese, too; every code that a reader raises has its words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import transform
from transform.errors import FormDefinitionError
from transform.issues import load_issue_wordings, say_refusal

ROOM = Path(transform.__file__ or "").parent
_RAISED = re.compile(r'UnreadableDocument\(\s*"([a-z_]+)"')


def raised_codes() -> set[str]:
    return {code for path in ROOM.rglob("*.py") for code in _RAISED.findall(path.read_text("utf-8"))}


def test_every_code_that_is_raised_has_words() -> None:
    codes = raised_codes()
    assert {"too_large", "damaged_document", "office_missing", "locked_document", "too_slow"} <= codes
    assert codes <= load_issue_wordings().keys()


@pytest.mark.parametrize("code", sorted(raised_codes()))
def test_it_is_said_in_chinese_and_whole(code: str) -> None:
    said = say_refusal(code)
    assert re.search(r"[\u3400-\u9fff]", said)
    assert said.endswith("。")
    assert "{" not in said


def test_a_code_without_words_is_ours_to_mend() -> None:
    with pytest.raises(FormDefinitionError, match="no_such_code"):
        say_refusal("no_such_code")
