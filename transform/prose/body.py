"""The report's own text within a page: what makes a version of it, without what the site puts around it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from extract.yaml_file import read_rules
from transform.grids import Block, DocumentContent, Grid, Paragraph
from transform.words.labels import compact_text
from transform.words.sections import section_of


class BodyRules(BaseModel):
    """transform/prose/body.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    furniture: tuple[str, ...]


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(read_rules(Path(__file__).parent / "body.yaml", BodyRules).furniture))


@dataclass(frozen=True, slots=True)
class Body:
    """The document cut to the report: ``text`` is its narrative, ``sha256`` is over text and tables."""

    content: DocumentContent
    text: str
    sha256: str


def find_body(content: DocumentContent, own_tables: Collection[int]) -> Body:
    """Cut a document to its report. ``own_tables`` are the numbers of the tables that were read.

    Steps: the innermost container that holds every section heading and every table read; within it, no page furniture.
    Without containers (text, PDF) the whole document, without page furniture.
    """
    anchors = [block for block in content.blocks if _is_anchor(block, own_tables)]
    home = _common_container([anchor.container for anchor in anchors], content.containers)
    containers = _containers_within(home, content.containers)
    inside = [block for block in content.blocks if block.container in containers]
    kept = tuple(block for block in inside if isinstance(block, Grid) or not is_furniture(block.text))
    text = "\n".join(block.text for block in kept if isinstance(block, Paragraph))
    digest = hashlib.sha256("\n".join(_digest_lines(kept)).encode("utf-8", "surrogatepass")).hexdigest()
    return Body(replace(content, blocks=kept), text, digest)


def is_furniture(text: str) -> bool:
    """True for a short line that the site prints around every article."""
    return len(text) <= 80 and _furniture().search(compact_text(text)) is not None


def _is_anchor(block: Block, own_tables: Collection[int]) -> bool:
    if isinstance(block, Grid):
        return block.index in own_tables
    return len(block.text) <= 60 and section_of(block.text, is_marked=block.level > 0) is not None


def _common_container(containers: Sequence[int], parents: Sequence[int]) -> int:
    """The innermost container around all of ``containers``: the last (inner ones come later) that holds as many."""
    held = [0] * len(parents)
    for container in containers:
        held[container] += 1
    for container in range(len(parents) - 1, 0, -1):
        if held[container] == len(containers) > 0:
            return container
        held[parents[container]] += held[container]
    return 0


def _containers_within(home: int, parents: Sequence[int]) -> set[int]:
    """``home`` and what lies in it; a container comes after its parent."""
    found = {home}
    for container in range(home + 1, len(parents)):
        if parents[container] in found:
            found.add(container)
    return found


def _digest_lines(blocks: Sequence[Block]) -> list[str]:
    lines = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(compact_text(block.text))
        else:
            lines.extend("|".join(compact_text(cell.text) for cell in row) for row in block.rows)
    return lines
