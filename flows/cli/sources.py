"""`nianbao sources`: the registry."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.failures import DONE, FAILED
from flows.cli.session import results, session_of
from flows.errors import WrongUse

if TYPE_CHECKING:
    from extract.sources import Probe

app = typer.Typer(help="The registry: which organ publishes where.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command("list", epilog="Example: nianbao sources list --only 3412")
def list_sources(
    context: typer.Context,
    only: Annotated[list[str] | None, typer.Option(help="Region code, source or organ.", metavar="CODE")] = None,
    is_json: AsJson = False,
) -> None:
    """Show the sources a nightly run asks."""
    from flows.registry import open_registry, select_sources

    with open_registry(session_of(context).settings()) as registry:
        sources = select_sources(registry, only)
    if is_json:
        _print_json({"sources": [source.model_dump(mode="json") for source in sources]})
        return
    from rich.table import Table

    table = Table("id", "region", "organ", "platform", "covers", "address", box=None, pad_edge=False)
    for source in sources:
        table.add_row(source.id, source.region or "", source.organ, str(source.platform), source.covers, source.url)
    results().print(table)


@app.command("lint", epilog="Example: nianbao sources lint")
def lint_sources(context: typer.Context, is_json: AsJson = False) -> None:
    """Check every registry file and name every fault, not only the first.

    Exit code 1 where one is an error; unresolved addresses and other remarks are no error.
    """
    from extract.sources import Level, lint_registry
    from flows.registry import registry_folder

    settings = session_of(context).settings()
    with registry_folder(settings) as folder:
        remarks = lint_registry(folder, profile=settings.profile)
    if is_json:
        _print_json({"remarks": [asdict(remark) for remark in remarks]})
    for remark in () if is_json else remarks:
        results().print(f"{remark.level}: {remark.file}: {remark.source_id or 'file'}: {remark.message}")
    errors = sum(remark.level is Level.ERROR for remark in remarks)
    if not is_json:
        print(f"{errors} errors, {len(remarks) - errors} other remarks")
    raise typer.Exit(FAILED if errors else DONE)


@app.command("probe", epilog="Example: nianbao sources probe yingquan")
def probe_source(
    context: typer.Context,
    target: Annotated[str, typer.Argument(metavar="ID|URL", help="Source of the registry, or a list's address.")],
    organ: Annotated[str | None, typer.Option(help="Organ whose list an address is; needed with an address.")] = None,
    region: Annotated[str, typer.Option(help="Its region code.", metavar="CODE")] = "000000",
    is_json: AsJson = False,
) -> None:
    """Read a list as a night would; show what it would take and leave, and why. Nothing is stored.

    Exit code 1 where the list could not be read to its end.
    """
    from extract.models import NightStatus
    from flows.probing import probe

    found = probe(session_of(context).settings(), target, organ=organ, region=region)
    if is_json:
        night, candidates = asdict(found.night), [asdict(candidate) for candidate in found.candidates]
        _print_json({"platform": found.source.platform, "night": night, "candidates": candidates})
    else:
        _show_probe(found)
    raise typer.Exit(DONE if found.night.status is NightStatus.COMPLETE else FAILED)


@app.command(
    "add",
    epilog="Example: nianbao sources add --file anhui.yaml --id shili --region 341299 --organ 示例县人民政府 "
    "--platform trs --url http://www.shili.gov.cn/zfxxgknb/",
)
def add_source(
    context: typer.Context,
    identifier: Annotated[str, typer.Option("--id", help="New id: small letters, digits, hyphens.")],
    region: Annotated[str, typer.Option(help="Region code, 6, 9 or 12 digits.", metavar="CODE")],
    organ: Annotated[str, typer.Option(help="The organ's full name.")],
    platform: Annotated[str, typer.Option(help="Platform family (docs/platforms.md).")],
    url: Annotated[str, typer.Option(help="Address of the list.")],
    file: Annotated[str, typer.Option(help="Registry file of the province.", metavar="NAME.yaml")],
    province: Annotated[str | None, typer.Option(help="Its name, where the file is new.")] = None,
    covers: Annotated[str, typer.Option(help="own: the organ's own reports; area: those of many organs.")] = "own",
) -> None:
    """Write one line of the registry, after checking that all of it stays valid."""
    from extract.sources import add_source as write_source
    from extract.sources import make_source
    from flows.registry import registry_folder

    settings = session_of(context).settings()
    if settings.profile == "sample":
        raise WrongUse("a sample home has the sample county's registry; next: nianbao --home DIR sources add …")
    source = make_source(id=identifier, region=region, organ=organ, platform=platform, url=url, covers=covers)
    with registry_folder(settings) as folder:
        path = write_source(folder, file, source, province=province)
    print(f"{path}: {source.id} added; next: nianbao sources probe {source.id}")


def _print_json(value: object) -> None:
    from flows.report_json import dump_json

    print(dump_json(value))


def _show_probe(found: Probe) -> None:
    from rich.table import Table

    table = Table("", "year", "listed", "title", "address", "why", box=None, pad_edge=False)
    for candidate in found.candidates:
        mark = "take" if candidate.is_accepted else "leave"
        year, listed = str(candidate.year or ""), str(candidate.listed_on or "")
        table.add_row(mark, year, listed, candidate.title, candidate.url, candidate.reason)
    console = results()
    console.print(table)
    console.print(f"platform {found.source.platform}: {found.platform_reason}")
    console.print(f"{found.night.status}: {found.night.reason}")
