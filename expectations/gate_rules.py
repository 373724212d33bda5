"""What the gate asks, as data: gate.yaml, thresholds.yaml and the overrides on record."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from expectations.errors import CatalogueError
from extract.yaml_file import load_yaml

_FOLDER = Path(__file__).parent
OVERRIDES_NAME = "gate-overrides.yaml"
RESULTS_NAME = "gate.json"
"""A run's gate results, in the run's own folder."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_M = TypeVar("_M", bound=_Model)


class Expect(_Model):
    """How a defect shows: too few rows, a key twice, a NULL, or rows of a query."""

    type: Literal["row_count", "unique", "not_null", "query"]
    minimum: int | None = None
    columns: tuple[str, ...] = ()
    sql: str | None = None
    parameters: dict[str, Any] = {}

    @model_validator(mode="after")
    def _check_type(self) -> Expect:
        needed = {"row_count": self.minimum, "unique": self.columns, "not_null": self.columns, "query": self.sql}
        if not needed[self.type] and self.minimum != 0:
            raise ValueError(f"expect of type {self.type} lacks what it needs")
        return self

    def query(self) -> str:
        """The SELECT, its own parameters filled in and ``{batch}`` left to Great Expectations."""
        text = (_FOLDER / "sql" / "gate" / f"{self.sql}.sql").read_text(encoding="utf-8")
        for name, value in self.parameters.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text


class Defect(_Model):
    """One thing that would be our own fault."""

    id: Annotated[str, Field(pattern=r"^P(-[A-Z]+)+$")]
    title_zh: str
    title_en: str
    table: str
    expect: Expect
    look_at: str
    is_blocking: bool = True


class Band(_Model):
    """Bounds of one measure, with the reason for them: its least and greatest value, and by what share it may fall
    since the last publication (0.02: to 98 of 100)."""

    measure: str
    province: str
    year: int | None
    at_least_reports: int
    minimum: float | None = None
    maximum: float | None = None
    most_fall: Annotated[float, Field(ge=0, le=1)] | None = None
    reason: Annotated[str, Field(min_length=10)]

    @model_validator(mode="after")
    def _check_bounds(self) -> Band:
        if self.minimum is None and self.maximum is None and self.most_fall is None:
            raise ValueError(f"the band of {self.measure} bounds nothing")
        return self


class Override(_Model):
    """A person's decision to publish in spite of one failing expectation, until a day, for a reason."""

    expectation: str
    until: date
    reason: Annotated[str, Field(min_length=10)]
    by: Annotated[str, Field(min_length=1)]


class _Defects(_Model):
    defects: tuple[Defect, ...]


class _Bands(_Model):
    bands: tuple[Band, ...]


class _Overrides(_Model):
    overrides: tuple[Override, ...] = ()


@lru_cache(maxsize=1)
def load_defects() -> tuple[Defect, ...]:
    """What gate.yaml asks; raises `CatalogueError`."""
    return _read(_FOLDER / "gate.yaml", _Defects).defects


@lru_cache(maxsize=1)
def load_bands() -> tuple[Band, ...]:
    """The bands of thresholds.yaml; raises `CatalogueError`."""
    return _read(_FOLDER / "thresholds.yaml", _Bands).bands


def load_overrides(path: Path) -> tuple[Override, ...]:
    """Every override in ``path``, none where the file does not exist; raises `CatalogueError` for a malformed one."""
    if not path.exists():
        return ()
    return _read(path, _Overrides).overrides


def _read(path: Path, model: type[_M]) -> _M:
    try:
        return model.model_validate(load_yaml(path.read_text(encoding="utf-8")) or {})
    except (ValidationError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise CatalogueError(f"{path} is not valid: {reason}; mend it and run again") from error
