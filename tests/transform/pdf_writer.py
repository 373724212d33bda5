"""The smallest PDF that holds Chinese text and rules: what the reader's tests need, and nothing to install.

The font is one of the predefined Chinese ones, named and not embedded; every character is one em wide.
"""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT = 595, 842
_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype"
    "/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000"
    "/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/Ascent 880/Descent -120/CapHeight 880"
    "/StemV 93/ItalicAngle 0/FontBBox[-25 -254 1000 880]>>>>]>>"
)


class PdfPage:
    """One page, measured from its upper left corner."""

    def __init__(self) -> None:
        self.commands: list[str] = []

    def write(self, x: float, y: float, text: str, size: float = 8) -> None:
        """Text whose upper edge is at ``y``."""
        codes = text.encode("utf-16-be").hex()
        self.commands.append(f"BT /F1 {size} Tf {x} {HEIGHT - y - size} Td <{codes}> Tj ET")

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A line."""
        self.commands.append(f"0.5 w {x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")

    def fill_white(self, x: float, y: float, width: float, height: float) -> None:
        """A white box without a border, as word processors put behind text."""
        self.commands.append(f"1 1 1 rg {x} {HEIGHT - y - height} {width} {height} re f 0 0 0 rg")

    def draw_table(
        self, x: float, y: float, widths: Sequence[float], rows: Sequence[Sequence[str]], *, is_open_below: bool = False
    ) -> float:
        """A ruled table with rows of 20 points; returns its lower edge. A text ``^`` continues the cell above."""
        edges = [x + sum(widths[:number]) for number in range(len(widths) + 1)]
        for number, row in enumerate(rows):
            top = y + 20 * number
            for column, text in enumerate(row):
                if text != "^":
                    self.rule(edges[column], top, edges[column + 1], top)
                    for line, part in enumerate(text.split("\n")):
                        self.write(edges[column] + 2, top + 2 + 9 * line, part)
                self.rule(edges[column], top, edges[column], top + 20)
            self.rule(edges[-1], top, edges[-1], top + 20)
        bottom = y + 20 * len(rows)
        if not is_open_below:
            self.rule(edges[0], bottom, edges[-1], bottom)
        return bottom


def write_pdf(pages: Sequence[PdfPage], width: float = WIDTH) -> bytes:
    """The file; what stands beyond the width of its pages is not seen."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        _FONT,
    ]
    for number, page in enumerate(pages):
        content = "\n".join(page.commands)
        resources = "/Resources<</Font<</F1 3 0 R>>>>"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {HEIGHT}]{resources}/Contents {5 + 2 * number} 0 R>>"
        )
        objects.append(f"<</Length {len(content)}>>\nstream\n{content}\nendstream")
    body = b"%PDF-1.4\n"
    offsets = []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + head.encode() + tail.encode()
