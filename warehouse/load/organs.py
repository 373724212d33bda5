"""Which organ a report is of: one id through all spellings of its name."""

from __future__ import annotations

from transform.organs import canonical_name, organ_id, organ_kind
from warehouse.connection import Connection
from warehouse.load.arrow import Row
from warehouse.models import UNKNOWN_REGION


class OrganRegister:
    """The organs known so far under every name they bear or bore; a name that is none of these is a new organ.

    Names that merely resemble each other are not joined: 农业局 and 农业机械局 would be one organ, and the figures of
    one would supersede the other's. Aliases are entries of the registry.
    """

    def __init__(self, connection: Connection) -> None:
        self._known: dict[str, str] = {}
        self._printed: dict[tuple[str, str], str] = {}
        self._added: dict[str, Row] = {}
        rows = connection.execute("SELECT organ_id, region_code, unnest(names) FROM core.dim_organ").fetchall()
        for identifier, region_code, name in rows:
            self._known[identifier] = identifier
            self._known.setdefault(organ_id(region_code, name), identifier)

    def find_or_add(self, name: str, region: str | None, kind: str | None, run_id: str) -> tuple[str, str]:
        """Return the id and region code of the organ that a report's name and region code name."""
        region_code = region or UNKNOWN_REGION
        printed = (region_code, name)
        if printed in self._printed:  # an organ prints the same name year after year
            return self._printed[printed], region_code
        identifier = organ_id(region_code, name)
        if identifier not in self._known:
            self._known[identifier] = identifier
            self._added[identifier] = _organ_row(identifier, region_code, name, kind, run_id)
        self._printed[printed] = self._known[identifier]
        return self._known[identifier], region_code

    def added(self) -> list[Row]:
        """Return rows of ``core.dim_organ`` for the organs that reports brought in."""
        return list(self._added.values())


def _organ_row(identifier: str, region_code: str, printed: str, kind: str | None, run_id: str) -> Row:
    name = canonical_name(printed)
    return {
        "organ_id": identifier,
        "region_code": region_code,
        "kind": kind or organ_kind(name),
        "name_zh": name,
        "names": [name],
        "parent_organ_id": None,
        "uscc": None,
        "is_expected": False,
        "source_id": None,
        "valid_from": None,
        "valid_to": None,
        "run_id": run_id,
    }
