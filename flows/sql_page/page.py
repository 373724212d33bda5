"""The page's HTML: Jinja2 with autoescape, words from ``labels.yaml``, looks from the summary's own style sheet."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pydantic import TypeAdapter

from expectations.summary.render import read_asset
from expectations.summary.wording import Language, Text, Words
from extract.yaml_file import load_yaml
from flows.settings import TIME_ZONE
from flows.sql_page.answers import LONGEST_TEXT, SHOWN_ROWS, Answer, Asked, show_rows
from warehouse.dictionary import describe_tables
from warehouse.errors import WarehouseError
from warehouse.models import Publication
from warehouse.query import QueryLimits
from warehouse.questions import SAMPLE_SCOPE, Scope, find_scope, load_questions
from warehouse.store import Store

_FOLDER = Path(__file__).parent
PATHS: dict[Language, str] = {"zh": "/", "en": "/en"}


class Page:
    """The page over one warehouse; it looks at the list of publications anew each time."""

    def __init__(self, store: Store, limits: QueryLimits, token: str) -> None:
        self._store, self._limits, self._token = store, limits, token
        self._scopes: dict[str, Scope] = {}

    def render(self, language: Language, asked: Asked, answer: Answer | None = None) -> str:
        """Return the whole page, with the answer where there is one."""
        publications = _publications(self._store)
        scope = self._scope(publications[-1]) if publications else SAMPLE_SCOPE
        questions = [(question, question.sql_about(scope)) for question in load_questions()]
        return _environment().get_template("page.html.j2").render(
            t=_words(language), language=language, twin=PATHS["en" if language == "zh" else "zh"], home=PATHS[language],
            token=self._token, asked=asked, questions=questions, tables=describe_tables(), limits=self._limits,
            publications=[(p.publication_id, _moment(p)) for p in reversed(publications)], **_outcome(answer),
        )  # fmt: skip

    def render_answer(self, language: Language, answer: Answer) -> str:
        """Return the answer alone, for the page's script."""
        template = _environment().get_template("answer.html.j2")
        return template.render(t=_words(language), limits=self._limits, **_outcome(answer))

    def _scope(self, publication: Publication) -> Scope:
        """What the worked questions are about; a publication never changes, so it is asked once."""
        key = publication.publication_id
        if key not in self._scopes:
            self._scopes = {key: find_scope(self._store, key)}
        return self._scopes[key]


def _outcome(answer: Answer | None) -> dict[str, object]:
    result = answer.result if answer else None
    rows = show_rows(result) if result else []
    return {
        "answer": answer,
        "columns": result.columns if result else (),
        "rows": rows,
        "is_text_cut": any(value.is_cut for row in rows for value in row),
        "moment": _moment(answer.publication) if answer and answer.publication else "",
        "shown_rows": SHOWN_ROWS,
        "longest_text": LONGEST_TEXT,
    }


def _publications(store: Store) -> tuple[Publication, ...]:
    try:
        return store.publications()
    except WarehouseError:  # the answer to a question says what is wrong; the dictionary is there all the same
        return ()


def _moment(publication: Publication) -> str:
    zone: ZoneInfo = TIME_ZONE
    return f"{publication.published_at.astimezone(zone):%Y-%m-%d %H:%M}"


def read_static(name: str) -> tuple[str, str] | None:
    """Return text and media type of one of the page's own files, None for any other name."""
    files = {"summary.css": "text/css", "sql.css": "text/css", "sql.js": "text/javascript"}
    if name not in files:
        return None
    text = read_asset("page.css") if name == "summary.css" else (_FOLDER / "templates" / name).read_text("utf-8")
    return text, files[name]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["icons"] = Markup(read_asset("icons.svg"))  # noqa: S704 - our own file
    return environment


@cache
def _words(language: Language) -> Words:
    entries = load_yaml((_FOLDER / "labels.yaml").read_text(encoding="utf-8"))
    return Words(language, TypeAdapter(dict[str, Text]).validate_python(entries))
