"""How much a whole parse costs beside building the tree and taking every cell's text, on the corpus pages.

    python -m tests.benchmarks.parse_speed

The ratio is `parse_document` (bytes to report, claims and metadata included) to selectolax. lxml, BeautifulSoup and
pandas.read_html do no more than the same tree and cells. Every round has other figures, in tables and prose, so that
what the parser remembers of a page (its labels) helps as much as it does on a site's next report, and no more.
"""

from __future__ import annotations

import io
import random
import re
import statistics
import time
import warnings
from collections.abc import Callable, Sequence

from bs4 import BeautifulSoup
from lxml import html as lxml_html
from selectolax.lexbor import LexborHTMLParser

from tests.transform.corpus import CORPUS, expected_names, find_document
from transform.models import Hints
from transform.parse import parse_document

ROUNDS = 15
_TEXT = re.compile(rb">[^<]+<")
_FIGURE = re.compile(rb"(?<![0-9.])(?!20[0-9][0-9])[1-9][0-9]*")


def cells_by_selectolax(body: bytes) -> list[str]:
    """The bound: tree and text of every cell."""
    return [cell.text() for cell in LexborHTMLParser(body.decode("utf-8", "replace")).css("td,th")]


def cells_by_lxml(body: bytes) -> list[str]:
    """The same with lxml."""
    return [cell.text_content() for cell in lxml_html.fromstring(body.decode("utf-8", "replace")).iter("td", "th")]


def cells_by_soup(body: bytes) -> list[str]:
    """The same with BeautifulSoup on lxml."""
    return [cell.get_text() for cell in BeautifulSoup(body, "lxml", from_encoding="utf-8").find_all(["td", "th"])]


def tables_by_pandas(body: bytes) -> int:
    """The same with pandas."""
    import pandas as pd

    return len(pd.read_html(io.StringIO(body.decode("utf-8", "replace"))))


def report(body: bytes) -> int:
    """Bytes to report."""
    return len(parse_document(body, Hints()).cells)


def redraw(body: bytes, rng: random.Random) -> bytes:
    """The page with other figures of as many digits; zeros and years stay."""

    def draw(figure: re.Match[bytes]) -> bytes:
        return str(rng.randrange(10 ** (len(figure[0]) - 1), 10 ** len(figure[0]))).encode()

    return _TEXT.sub(lambda text: _FIGURE.sub(draw, text[0]), body)


def milliseconds(work: Callable[[bytes], object], bodies: Sequence[bytes]) -> float:
    """The median over pages of one layout, processor time, after one to warm up."""
    work(bodies[0])
    times = []
    for body in bodies[1:]:
        start = time.process_time()
        work(body)
        times.append(time.process_time() - start)
    return statistics.median(times) * 1000


def main() -> None:
    """Print the table."""
    if not CORPUS.is_dir():
        print(f"no corpus at {CORPUS}: put the documents there")
        return
    warnings.simplefilter("ignore")
    ways = {"nianbao": report, "selectolax": cells_by_selectolax, "lxml": cells_by_lxml, "soup": cells_by_soup}
    print(f"{'page':24}{'KB':>6}" + "".join(f"{name:>12}" for name in [*ways, "pandas"]) + f"{'ratio':>8}")
    for name in expected_names():
        path = find_document(name)
        if path.suffix != ".html":
            continue
        body = path.read_bytes()
        rng = random.Random(name)
        bodies = [redraw(body, rng) for _ in range(ROUNDS + 1)]
        times = [milliseconds(work, bodies) for work in (*ways.values(), tables_by_pandas)]
        print(
            f"{name:24}{len(body) // 1024:6}" + "".join(f"{t:10.2f}ms" for t in times) + f"{times[0] / times[1]:8.1f}"
        )


if __name__ == "__main__":
    main()
