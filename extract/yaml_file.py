"""YAML, which the rules of every layer and the files a home may hold are written in."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel

ModelT = TypeVar("ModelT", bound=BaseModel)

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where PyYAML was built with it: ten times as fast, and a command reads twenty files before it answers."""


def load_yaml(text: str) -> Any:
    """The plain values a YAML text holds. Raises ``yaml.YAMLError`` where it is none."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506, either loader is a safe one


def read_rules(path: Path, model: type[ModelT]) -> ModelT:
    """The rules a YAML file holds, as the model that says what may stand there: an unknown key is refused.

    Raises OSError, ``yaml.YAMLError`` and pydantic's ``ValidationError``.
    """
    return model.model_validate(load_yaml(path.read_text(encoding="utf-8")))
