"""What people decided about findings: waivers that expire, kept in YAML under keys that reruns never lose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import pyarrow as pa
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from expectations.catalogue import load_catalogue
from expectations.errors import CatalogueError
from extract.yaml_file import load_yaml
from warehouse.connection import Connection

REVIEWS_FILE = Path(__file__).with_name("reviews.yaml")
_ORGANS = Path(__file__).with_name("sql") / "organs_by_name.sql"

_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("organ_id", "identity_id", "scope", "reason")]
    + [("year", pa.int32()), ("until", pa.date32())]
)


class Review(BaseModel):
    """One verdict. ``scope`` may be ``*`` for every scope of the identity."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    organ_id: str
    year: int
    identity: str
    scope: str = "*"
    verdict: Literal["waived", "dismissed", "confirmed"]
    until: date | None = None
    reason: Annotated[str, Field(min_length=10)]
    by: Annotated[str, Field(min_length=1)]
    on: date

    @model_validator(mode="after")
    def _check(self) -> Review:
        if self.identity not in load_catalogue().by_id:
            raise ValueError(f"{self.identity} is no rule of the catalogue")
        if self.verdict != "confirmed" and self.until is None:
            raise ValueError(f"a verdict that excuses {self.identity} needs an end (until)")
        return self


class _Reviews(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    reviews: tuple[Review, ...] = ()


def load_reviews(paths: Iterable[Path] = (REVIEWS_FILE,)) -> tuple[Review, ...]:
    """The verdicts of every file that exists, later files first; raises `CatalogueError` naming file and entry."""
    found: list[Review] = []
    for path in paths:
        if path.exists():
            found = [*_read(path).reviews, *found]
    return tuple(found)


def record_review(path: Path, review: Review) -> None:
    """Add a verdict to ``path``, in place of an earlier one with the same keys."""
    kept = [r for r in (_read(path).reviews if path.exists() else ()) if _key(r) != _key(review)]
    entries = [r.model_dump(mode="json", exclude_none=True) for r in [*kept, review]]
    temporary = path.with_suffix(".part")
    temporary.write_text(yaml.safe_dump({"reviews": entries}, allow_unicode=True, sort_keys=False), encoding="utf-8")
    temporary.replace(path)


@contextmanager
def offer_reviews(con: Connection, reviews: Sequence[Review]) -> Iterator[None]:
    """Make the verdicts that excuse something visible to SQL as ck_review for the length of the block."""
    rows = [
        {
            "organ_id": r.organ_id,
            "year": r.year,
            "identity_id": r.identity,
            "scope": r.scope,
            "until": r.until,
            "reason": f"{r.verdict}: until {r.until} by {r.by}, {r.reason}",
        }
        for r in reviews
        if r.verdict != "confirmed"
    ]
    con.register("ck_review", pa.Table.from_pylist(rows, schema=_SCHEMA))
    try:
        yield
    finally:
        con.unregister("ck_review")


def find_organ_ids(con: Connection, organ: str) -> list[str]:
    """Ids of the organs that bear the name (or the id) ``organ``; several where regions share a name."""
    rows = con.execute(_ORGANS.read_text(encoding="utf-8"), {"organ": organ}).fetchall()
    return [str(row[0]) for row in rows]


def _key(review: Review) -> tuple[str, int, str, str]:
    return review.organ_id, review.year, review.identity, review.scope


def _read(path: Path) -> _Reviews:
    try:
        return _Reviews.model_validate(load_yaml(path.read_text(encoding="utf-8")) or {})
    except (ValidationError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise CatalogueError(f"{path} is not a valid list of reviews: {reason}; mend it and run again") from error
