"""Which organ a report is of: one id through all spellings of its name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from transform.models import ReportInfo
from transform.organs import canonical_name, is_same_organ, organ_id, organ_kind
from warehouse.connection import Connection
from warehouse.load.arrow import Row
from warehouse.models import UNKNOWN_REGION


class OrganRegister:
    """The organs known so far, by region. A name that fits one of them is that organ, any other is a new one."""

    def __init__(self, connection: Connection) -> None:
        self._names: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._known: set[str] = set()
        rows = connection.execute("SELECT organ_id, region_code, unnest(names) FROM core.dim_organ").fetchall()
        for identifier, region_code, name in rows:
            self._names[region_code].append((identifier, name))
            self._known.add(identifier)
        self._added: dict[str, Row] = {}

    def find_or_add(self, report: ReportInfo, run_id: str) -> tuple[str, str]:
        """Return the organ's id and region code. ``report.organ`` must be there."""
        assert report.organ is not None
        region_code = report.region_code or UNKNOWN_REGION
        identifier = organ_id(region_code, report.organ)
        if identifier in self._known:
            return identifier, region_code
        fitting = {known for known, name in self._names[region_code] if is_same_organ(name, report.organ)}
        if len(fitting) == 1:
            return fitting.pop(), region_code
        self._add(identifier, region_code, report, run_id)
        return identifier, region_code

    def added(self) -> list[Row]:
        """Return rows of ``core.dim_organ`` for the organs that reports brought in."""
        return list(self._added.values())

    def _add(self, identifier: str, region_code: str, report: ReportInfo, run_id: str) -> None:
        assert report.organ is not None
        name = canonical_name(report.organ)
        self._known.add(identifier)
        self._names[region_code].append((identifier, name))
        self._added[identifier] = {
            "organ_id": identifier,
            "region_code": region_code,
            "kind": report.organ_kind or organ_kind(name),
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


def has_identity(report: ReportInfo) -> bool:
    """Whether the document says enough to be filed: organ, year and edition."""
    return report.organ is not None and report.year is not None and report.edition is not None


def missing_fields(report: ReportInfo) -> Iterable[str]:
    """Name what the document does not say."""
    return [name for name in ("organ", "year", "edition") if getattr(report, name) is None]
