"""Which organ a report is of: one id through all spellings of its name."""

from __future__ import annotations

from collections import defaultdict

from transform.organs import canonical_name, is_same_organ, organ_id, organ_kind
from warehouse.connection import Connection
from warehouse.load.arrow import Row
from warehouse.models import UNKNOWN_REGION


class OrganRegister:
    """The organs known so far, by region. A name that fits one of them is that organ, any other is a new one."""

    def __init__(self, connection: Connection) -> None:
        self._names: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._known: set[str] = set()
        self._added: dict[str, Row] = {}
        rows = connection.execute("SELECT organ_id, region_code, unnest(names) FROM core.dim_organ").fetchall()
        for identifier, region_code, name in rows:
            self._remember(identifier, region_code, name)

    def find_or_add(self, row: Row, run_id: str) -> tuple[str, str]:
        """Return the id and region code of the organ that ``organ_name`` and ``region_code`` of a parsed row name."""
        region_code: str = row["region_code"] or UNKNOWN_REGION
        name: str = row["organ_name"]
        identifier = organ_id(region_code, name)
        if identifier not in self._known:
            fitting = {known for known, other in self._names[region_code] if is_same_organ(other, name)}
            if len(fitting) == 1:
                return fitting.pop(), region_code
            self._remember(identifier, region_code, name)
            self._added[identifier] = _organ_row(identifier, region_code, name, row["organ_kind"], run_id)
        return identifier, region_code

    def added(self) -> list[Row]:
        """Return rows of ``core.dim_organ`` for the organs that reports brought in."""
        return list(self._added.values())

    def _remember(self, identifier: str, region_code: str, name: str) -> None:
        self._known.add(identifier)
        self._names[region_code].append((identifier, name))


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
