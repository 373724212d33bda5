"""Documents put into something else: archives, and pages saved with their pictures."""

from __future__ import annotations

import base64
import io
import quopri
import zipfile


def zip_up(files: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return stream.getvalue()


def save_page(html: bytes, coding: str = "quoted-printable", charset: str = "utf-8", *, end: bytes = b"--") -> bytes:
    """As browsers do: the headers of a message, the page, its pictures."""
    content = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes, "8bit": bytes}[coding](html)
    head = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://www.shili.gov.cn/art.html\n"
        f"Subject: =?utf-8?Q?{'=E5=B9=B4' * 100}?=\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary="----Part--x"\n\n\n------Part--x\n'
        f'Content-Type: text/html; charset="{charset}"\nContent-Transfer-Encoding: {coding}\n\n'
    ).encode()
    picture = b"\n------Part--x\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\nAAAA\n------Part--x"
    return (head + content + picture + end).replace(b"\n", b"\r\n")
