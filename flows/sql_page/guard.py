"""Who may talk to the page: this machine's browser, from the page itself.

A server on loopback is open to every page a browser shows. A name that an attacker points at 127.0.0.1 (DNS rebinding)
carries the attacker's Host; a form or script of another site carries its Origin; and neither can read the token that
stands in our page. Scraped text is hostile too: the policy lets no script run but our own file.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; img-src data:; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # not no-referrer: with it browsers send "Origin: null" with our own forms
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


class Guard:
    """Lets through what is addressed to loopback and comes from this page; adds security headers to all answers."""

    def __init__(self, app: ASGIApp, *, port: int) -> None:
        self._app = app
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"} | ({"127.0.0.1", "localhost"} if port == 80 else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        reason = self._refusal(Headers(scope=scope), scope["method"])
        app = PlainTextResponse(f"refused: {reason}\n", 403) if reason else self._app
        await app(scope, receive, send_guarded)

    def _refusal(self, headers: Headers, method: str) -> str | None:
        host = headers.get("host", "")
        if host not in self._hosts:
            return "this page answers on 127.0.0.1 only"
        if method == "POST" and headers.get("origin", f"http://{host}") != f"http://{host}":
            return "the request comes from another site"
        if method == "POST" and headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return "the request comes from another site"
        return None
