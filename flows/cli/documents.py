"""`nianbao parse` and `nianbao check`: one document, no warehouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.failures import DONE, FAILED
from flows.cli.session import results, session_of
from flows.errors import WorkFailed

if TYPE_CHECKING:
    from expectations.models import DocumentChecks
    from transform.models import ParsedReport

Target = Annotated[
    str, typer.Argument(metavar="FILE|URL", help="A saved page, text, PDF or Word file, or its address.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the document as one JSON object.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the tree."""
    app.command(name="parse", epilog="Example: nianbao parse report.html --json")(parse)
    app.command(name="check", epilog="Example: nianbao check draft.docx")(check)


def parse(context: typer.Context, target: Target, is_json: AsJson = False) -> None:
    """Read one document and print its cells, claims and issues.

    Exit code 1 where the document is no annual report.
    """
    from flows.documents import parse_target

    parsed = parse_target(target, session_of(context).settings())
    if is_json:
        _print_json(parsed, None)
    else:
        _require_report(parsed, target)
        from flows.cli.document_view import show_parsed

        show_parsed(parsed, results())
    raise typer.Exit(DONE if parsed.is_report else FAILED)


def check(context: typer.Context, target: Target, is_json: AsJson = False) -> None:
    """Read one document and check every identity that it alone allows, before you publish it.

    Exit code 1 where something is to be mended.
    """
    from flows.documents import check_target
    from transform.corrections import OUTDATED

    parsed, checks = check_target(target, session_of(context).settings())
    if is_json:
        _print_json(parsed, checks)
    else:
        _require_report(parsed, target)
        from flows.cli.document_view import show_checked

        show_checked(parsed, checks, results())
    has_findings = checks is None or any(check.severity != "info" for check in checks.failures)
    is_outdated = any(issue.code == OUTDATED for issue in parsed.issues)
    raise typer.Exit(FAILED if has_findings or is_outdated else DONE)


def _print_json(parsed: ParsedReport, checks: DocumentChecks | None) -> None:
    from flows.report_json import dump_json, report_to_json

    print(dump_json(report_to_json(parsed, checks)))


def _require_report(parsed: ParsedReport, target: str) -> None:
    """Say in one line why a page of another kind is none of ours."""
    if not parsed.is_report:
        reasons = [issue for issue in parsed.issues if issue.code == "not_a_report"] or parsed.issues
        reason = f"{reasons[0].message_zh} {reasons[0].message_en.rstrip('.')}" if reasons else "no annual report"
        raise WorkFailed(f"{target}: {reason}; next: nianbao parse --json {target}")
