"""The command tree and its one entry point: options every command shares, exit codes, one-line errors."""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from flows.cli import documents, published, reviews, runs, serve, sources, status
from flows.cli.failures import INTERRUPTED, explain
from flows.cli.session import Session

app = typer.Typer(
    name="nianbao",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Annual reports on government-information disclosure (政府信息公开工作年度报告): "
    "scrape, read, check the printed identities, publish.",
    epilog="Start here: nianbao demo. Exit codes: 0 done, 1 findings or failed work, 2 wrong use.",
)
runs.register(app)
documents.register(app)
published.register(app)
serve.register(app)
status.register(app)
reviews.register(app)
app.add_typer(sources.app, name="sources")


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        from importlib.metadata import version

        print(f"nianbao {version('nianbao')}")
        raise typer.Exit


@app.callback()
def _shared(
    context: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(help="Folder of archive, warehouse and summary.", envvar="NIANBAO_HOME", show_default="data"),
    ] = None,
    is_debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks and the log of every library.")] = False,
    is_quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress and no recap; results and errors only.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    del version
    context.obj = Session(home=home, is_debug=is_debug, is_quiet=is_quiet)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; never a traceback unless ``--debug`` stands first."""
    is_debug = "--debug" in arguments
    try:
        code = app(args=list(arguments), prog_name="nianbao", standalone_mode=False)
    except KeyboardInterrupt:
        print(
            "nianbao: interrupted; what was published stays as it was; type the same command to go on", file=sys.stderr
        )
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:
        if is_debug:
            raise
        message, code = explain(error, arguments)
        print(f"nianbao: {message}", file=sys.stderr)
    return code if isinstance(code, int) else 0


def _silence_teardown() -> None:
    """Send what is written to stderr after our last word to nowhere.

    DuckDB 2.0.0's binding prints forty lines about leaked references while the interpreter is taken apart, whenever
    Prefect's threads still hold one: nothing a person could act on, and errors are one line here.
    """
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def main() -> None:
    """Entry point of the console script."""
    if "--debug" not in sys.argv:
        atexit.register(_silence_teardown)  # registered first, so it runs after every other one
    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # `nianbao sql … | head`: the reader has what it wanted
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more at its end
        code = 0
    sys.exit(code)
