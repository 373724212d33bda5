"""The identity catalogue: identities.yaml as typed, frozen models that forbid unknown keys."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from expectations.errors import CatalogueError
from extract.yaml_file import read_rules

CATALOGUE_FILE = Path(__file__).with_name("identities.yaml")
RULES_FOLDER = Path(__file__).with_name("sql") / "rules"

SeverityName = Literal["error", "warning", "info"]
Edition = Literal["2008", "2014", "2019", "2021"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Machine(_Model):
    """Formulas in the language of `expectations.formula`; a key of ``checks`` is the scope of the result."""

    foreach: str | None = None
    checks: Annotated[dict[str, str], Field(min_length=1)]
    tolerance: Annotated[float, Field(ge=0)] = 0.0


class Preparation(_Model):
    """A step of sql/engine/ that runs once before the batches, for what a rule must know of all reports together."""

    sql: str
    parameters: dict[str, Any] = {}


class Template(_Model):
    """A SELECT under sql/rules/ and the values it is given as named parameters."""

    sql: str
    parameters: dict[str, Any] = {}
    prepare: tuple[Preparation, ...] = ()

    @property
    def path(self) -> Path:
        """Where the SELECT lies."""
        return RULES_FOLDER / f"{self.sql}.sql"


class Claims(_Model):
    """What a figure in the prose may mean: per measure (`transform/prose/claims.yaml`) the sums of cells it may count.

    ``value`` compares the figure itself, ``share`` a percentage of one of ``bases``, ``change`` one against the
    same sum in the report of the year before. One fitting reading is enough.
    """

    kind: Literal["value", "share", "change"]
    measures: Annotated[dict[str, tuple[str, ...]], Field(min_length=1)]
    bases: tuple[str, ...] = ()


class Identity(_Model):
    """One rule of the catalogue, with the law it rests on and the words for a person."""

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9_]+)+$")]
    version: str
    title_zh: str
    title_en: str
    editions: Annotated[tuple[Edition, ...], Field(min_length=1)]
    scope: Literal[
        "within_cell", "within_table", "cross_table", "cross_year", "cross_level",
        "text_table", "text", "format", "calendar", "reference",
    ]  # fmt: skip
    class_: Annotated[str, Field(alias="class")]
    severity: SeverityName | dict[str, SeverityName]
    purpose: Literal["data_quality", "compliance", "context", "reading"]
    formula: str
    machine: Machine | None = None
    template: Template | None = None
    claims: Claims | None = None
    legal_basis: str
    legal_basis_en: str
    evidence: str
    exceptions: str | None = None
    message_zh: str
    message_en: str

    @model_validator(mode="after")
    def _check_way(self) -> Identity:
        if sum(way is not None for way in (self.machine, self.template, self.claims)) != 1:
            raise ValueError(f"{self.id} needs exactly one of machine, template and claims")
        if isinstance(self.severity, dict) and "default" not in self.severity:
            raise ValueError(f"{self.id}: a severity by scope needs a default")
        if self.template is not None and not self.template.path.is_file():
            raise ValueError(f"{self.id} names sql/rules/{self.template.sql}.sql, which does not exist")
        return self

    def severity_of(self, scope: str) -> SeverityName:
        """The severity of this rule's result for one scope."""
        if isinstance(self.severity, str):
            return self.severity
        return self.severity.get(scope, self.severity["default"])

    @property
    def default_severity(self) -> SeverityName:
        """The severity where no scope has one of its own."""
        return self.severity if isinstance(self.severity, str) else self.severity["default"]


class Variant(_Model):
    """A page that prints one ``row`` where the form has the group ``replaces``."""

    code: str
    edition: Edition
    table: str
    row: str
    replaces: str


class Catalogue(_Model):
    """Everything identities.yaml holds."""

    version: str
    blank_total_is_unread: tuple[str, ...]
    variants: tuple[Variant, ...]
    identities: Annotated[tuple[Identity, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check_unique(self) -> Catalogue:
        ids = [identity.id for identity in self.identities]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"identities named twice: {', '.join(twice)}")
        return self

    @cached_property
    def by_id(self) -> Mapping[str, Identity]:
        """The rules by their id."""
        return {identity.id: identity for identity in self.identities}


@lru_cache(maxsize=4)
def load_catalogue(path: Path = CATALOGUE_FILE) -> Catalogue:
    """Read the catalogue; raises `CatalogueError` naming the rule and key that is wrong.

    That every cell and group named exists in a form is checked where formulas become operands
    (`expectations.compile.compile_catalogue`), which every caller goes through.
    """
    try:
        return read_rules(path, Catalogue)
    except (ValidationError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise CatalogueError(f"{path.name} is not a valid catalogue: {reason}; mend it and run make test") from error


def catalogue_schema() -> str:
    """JSON schema of identities.yaml, for editors (expectations/identities.schema.json)."""
    return json.dumps(Catalogue.model_json_schema(by_alias=True), ensure_ascii=False, indent=2) + "\n"
