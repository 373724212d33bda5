"""A farm of loopback hosts for the crawl benchmark: one server process, latency without threads.

Every host is an address of 127.0.0.0/8 on one port. ``/nb/`` is a list of a ``trs`` site, its articles are report pages
of realistic size. Run as a script it prints its port and serves until its standard input closes.
"""

from __future__ import annotations

import asyncio
import sys

LATENCY = 0.05
_ROWS = 160


def list_page(articles: int) -> bytes:
    """A list of so many reports."""
    rows = "".join(
        f'<tr><td><a href="./202401/t20240115_{number}.html" title="示例县第{number}局2023年政府信息公开工作年度报告">'
        f"示例县第{number}局2023年政府信息公开工作年度报告</a></td><td>2024-01-15</td></tr>"
        for number in range(1, articles + 1)
    )
    script = "<script>createPageHTML(1, 0, 'index', 'html');</script>"
    return f"<html><head><meta charset='utf-8'></head><body><table>{rows}</table>{script}</body></html>".encode()


def article(number: int, rows: int = _ROWS) -> bytes:
    """A report page of about 45 KB: text and a statutory-looking table."""
    cells = "".join(
        "<tr>"
        + "".join(
            f'<td style="border:1px solid #000;height:21px">{(row * column + number) % 97}</td>' for column in range(8)
        )
        + "</tr>"
        for row in range(rows)
    )
    text = "本单位按照规定公开政府信息，受理申请并按时答复，情况见下表。" * 30
    return (
        "<html><head><meta charset='utf-8'><title>年度报告</title></head><body><div class='TRS_Editor'>"
        f"<h1>示例县第{number}局2023年政府信息公开工作年度报告</h1><p>{text}</p><table>{cells}</table></div></body></html>"
    ).encode()


class Farm:
    """Pages prepared once; the answer is sent ``latency`` seconds after the request."""

    def __init__(self, articles: int, latency: float) -> None:
        self.latency = latency
        self.pages = {"/nb/": list_page(articles), "/robots.txt": b"User-agent: *\nDisallow: /admin/\n"}
        self.pages |= {f"/nb/202401/t20240115_{n}.html": article(n) for n in range(1, articles + 1)}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, kept alive."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await asyncio.sleep(self.latency)
                writer.write(self._answer(head))
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()

    def _answer(self, head: bytes) -> bytes:
        path = head.split(b" ", 2)[1].decode()
        body = self.pages.get(path)
        host = head.lower().split(b"host: ", 1)[1].split(b":", 1)[0]
        if body is None:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        body = body.replace(b"</body>", b"<p>" + host + b"</p></body>")  # every host its own bytes
        etag = f'"{len(body)}-{path}"'
        if f"if-none-match: {etag}".encode().lower() in head.lower():
            return f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()
        kind = "text/plain" if path.endswith(".txt") else "text/html; charset=utf-8"
        return (
            f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nETag: {etag}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body
        )


async def main(articles: int, latency: float) -> None:
    """Serve until standard input closes."""
    farm = Farm(articles, latency)
    server = await asyncio.start_server(farm.serve, "0.0.0.0", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
