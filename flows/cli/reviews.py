"""The command that puts a reviewer's verdict on record: review."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from flows.cli.published import open_store
from flows.cli.session import session_of
from flows.errors import WrongUse

LIST_ORGANS = 'nianbao sql "select organ_id, name_zh from core.dim_organ"'
EXAMPLE = (
    "nianbao review 示例县教育局 2023 T3-CARRY --scope total --verdict waived --until 2027-03-31 "
    '--by 督查科 --reason "更正件已收到，待下一年度核对"'
)


class Verdict(StrEnum):
    """What a reviewer may decide about a finding."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    WAIVED = "waived"


def register(app: typer.Typer) -> None:
    """Add the command of this module to the tree."""
    app.command(name="review", epilog=f"Example: {EXAMPLE}")(review)


def review(
    context: typer.Context,
    organ: Annotated[str, typer.Argument(help="The organ's name or id.")],
    year: Annotated[int, typer.Argument(help="Statistics year of the report.")],
    identity: Annotated[str, typer.Argument(help="Rule, as in docs/identities.md.")],
    verdict: Annotated[Verdict, typer.Option(help="waived and dismissed excuse it until a day.")],
    reason: Annotated[str, typer.Option(help="Why, in a sentence.")],
    by: Annotated[str, typer.Option(help="Who decided.")],
    scope: Annotated[str, typer.Option(help="Column, row or block; * for all.")] = "*",
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day it excuses.", metavar="DATE")
    ] = None,
) -> None:
    """Put a verdict on a finding on record. It outlives reruns; the next run applies it."""
    from pydantic import ValidationError

    from expectations.reviews import Review, find_organ_ids, record_review
    from flows.settings import today

    session = session_of(context)
    settings = session.settings()
    with open_store(session).open_published() as connection:
        found = find_organ_ids(connection, organ)
    if len(found) != 1:
        what = "is no organ of the published warehouse" if not found else f"names {len(found)}: {', '.join(found)}"
        raise WrongUse(f"{organ} {what}; next: {LIST_ORGANS}")
    try:
        entry = Review(
            organ_id=found[0],
            year=year,
            identity=identity,
            scope=scope,
            verdict=verdict.value,
            until=until.date() if until else None,
            reason=reason,
            by=by,
            on=today(),
        )
    except ValidationError as error:
        raise WrongUse(
            f"{error.errors()[0]['msg'].removeprefix('Value error, ')}; next: nianbao review --help"
        ) from error
    record_review(settings.reviews_file, entry)
    print(f"{settings.reviews_file}: {identity} {scope} of {organ} {year} {verdict}; next: nianbao nightly")
