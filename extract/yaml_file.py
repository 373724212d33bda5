"""YAML, which the rules of every layer and the files a home may hold are written in."""

from __future__ import annotations

from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where PyYAML was built with it: ten times as fast, and a command reads twenty files before it answers."""


def load_yaml(text: str) -> Any:
    """The plain values a YAML text holds. Raises ``yaml.YAMLError`` where it is none."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506, either loader is a safe one
