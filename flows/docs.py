"""The references under docs/, generated from what they describe: `python -m flows.docs`, and `--check` for CI.

A stale or missing file fails the check with one line; nothing here is written by hand twice.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"

Generated = dict[str, str]
"""Path below docs/ to text."""


def generate() -> Generated:
    """Return every generated file."""
    files: Generated = {}
    for generator in GENERATORS:
        files |= generator()
    return files


def find_stale(files: Generated) -> Iterator[str]:
    """Yield the files that are missing or not what would be written now."""
    for name, text in files.items():
        path = DOCS / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            yield name


def write(files: Generated) -> None:
    """Write all files."""
    for name, text in files.items():
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main() -> int:
    """Write the references, or with ``--check`` say which are stale."""
    parser = argparse.ArgumentParser(prog="python -m flows.docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file is stale")
    arguments = parser.parse_args()
    files = generate()
    if not arguments.check:
        write(files)
        return 0
    stale = list(find_stale(files))
    for name in stale:
        print(f"docs/{name} is stale; next: make docs", file=sys.stderr)
    return 1 if stale else 0


def _command_reference() -> Generated:
    from flows.command_reference import render_commands

    return {"cli.md": render_commands()}


def _references() -> Generated:
    from flows.references import render_identities, render_platforms, render_schemas
    from warehouse.dictionary import render_dictionary
    from warehouse.questions import render_questions

    return {
        "data-dictionary.md": render_dictionary(),
        "worked-questions.md": render_questions(),
        "platforms.md": render_platforms(),
        "identities.md": render_identities(),
        **render_schemas(),
    }


GENERATORS: tuple[Callable[[], Generated], ...] = (_command_reference, _references)


if __name__ == "__main__":
    sys.exit(main())
