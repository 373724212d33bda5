"""The web application: one page, one POST that asks, the page's own files. Everything else is not found."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from urllib.parse import parse_qsl

import anyio
import anyio.to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from expectations.summary.wording import Language
from flows.rows import MEDIA_TYPES, rows_as_bytes
from flows.sql_page.answers import Answer, Asked, ask
from flows.sql_page.guard import Guard
from flows.sql_page.page import PATHS, Page, read_static
from warehouse.query import QueryLimits, Stop
from warehouse.store import Store

MOST_AT_ONCE = 6
"""Queries that run at once; each may take the memory and threads of the settings, so that further ones wait."""
LONGEST_FORM = 200_000
_LOOK_SECONDS = 0.1


def make_app(store: Store, limits: QueryLimits, *, port: int) -> Starlette:
    """Return the application that answers on 127.0.0.1:``port``."""
    site = _Site(store, limits)
    routes = [
        *(Route(path, site.show, methods=["GET"], name=language) for language, path in PATHS.items()),
        Route("/query", site.query, methods=["POST"]),
        Route("/static/{name}", _static, methods=["GET"]),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(Guard, port=port)])
    app.state.is_closing = False  # the server sets it: running queries then end, and their browsers hear so
    return app


class _Site:
    def __init__(self, store: Store, limits: QueryLimits) -> None:
        self._store, self._limits, self._token = store, limits, secrets.token_urlsafe(24)
        self._page = Page(store, limits, self._token)
        self._places: anyio.CapacityLimiter | None = None

    async def show(self, request: Request) -> Response:
        language: Language = "en" if request.url.path == PATHS["en"] else "zh"
        return HTMLResponse(await anyio.to_thread.run_sync(self._page.render, language, Asked("")))

    async def query(self, request: Request) -> Response:
        form = await _read_form(request)
        if not secrets.compare_digest(form.get("token", "").encode(), self._token.encode()):
            raise HTTPException(403, "the page is older than this server; next: load it again")
        language: Language = "en" if form.get("language") == "en" else "zh"
        asked = Asked(form.get("sql", ""), form.get("as_of", ""), form.get("format", "table"))
        answer = await self._run(request, lambda stop: ask(self._store, asked, self._limits, stop))
        render = self._render_part if form.get("part") == "answer" else self._render
        return await anyio.to_thread.run_sync(render, language, answer)

    async def _run(self, request: Request, work: Callable[[Stop], Answer]) -> Answer:
        """Work in a thread; it ends with the browser's patience (Stop, or the page is left) or with the server."""
        self._places = self._places or anyio.CapacityLimiter(MOST_AT_ONCE)
        stop, answers = Stop(), list[Answer]()
        async with anyio.create_task_group() as group:
            group.start_soon(_stop_when_left, request, stop)
            answers.append(await anyio.to_thread.run_sync(work, stop, limiter=self._places))
            group.cancel_scope.cancel()
        return answers[0]

    def _render_part(self, language: Language, answer: Answer) -> Response:
        return HTMLResponse(self._page.render_answer(language, answer), 400 if answer.error else 200)

    def _render(self, language: Language, answer: Answer) -> Response:
        asked, result = answer.asked, answer.result
        if result is None or answer.publication is None or asked.format not in MEDIA_TYPES:
            return HTMLResponse(self._page.render(language, asked, answer), 400 if answer.error else 200)
        cut = f"-first-{result.table.num_rows}-rows" if result.is_cut else ""
        name = f"nianbao-{answer.publication.publication_id}{cut}.{asked.format}"
        return Response(
            rows_as_bytes(result, asked.format),
            media_type=MEDIA_TYPES[asked.format],
            headers={"content-disposition": f'attachment; filename="{name}"'},
        )


async def _stop_when_left(request: Request, stop: Stop) -> None:
    try:
        while not (request.app.state.is_closing or await request.is_disconnected()):
            await anyio.sleep(_LOOK_SECONDS)
        while True:  # an interrupt that comes between two statements is lost
            stop.ask()
            await anyio.sleep(_LOOK_SECONDS)
    finally:  # the answer is there, or the server shuts down
        stop.ask()


async def _read_form(request: Request) -> dict[str, str]:
    """Read the form, a field once. Uploads are not taken."""
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/x-www-form-urlencoded":
        raise HTTPException(415, "a form is expected")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_FORM:
            raise HTTPException(413, f"the form is longer than {LONGEST_FORM} bytes")
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=10))
    except ValueError as error:
        raise HTTPException(400, "the form cannot be read") from error


async def _static(request: Request) -> Response:
    file = read_static(request.path_params["name"])
    if file is None:
        raise HTTPException(404)
    return Response(file[0], media_type=file[1])
