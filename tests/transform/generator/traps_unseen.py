"""Traps of figures that a page holds and nobody sees, or sees struck out, raised or explained: beside the number."""

from __future__ import annotations

import html
import random

from tests.transform.generator.page import Page
from tests.transform.generator.registry import trap


def _set_beside(page: Page, rng: random.Random, ways: list[str], sheet: str = "") -> None:
    """One of ``ways`` around every third number; {} is the number, @ another one."""
    page.head += f"<style>{sheet}</style>" if sheet else ""

    def wrap(text: str) -> str:
        if not text or rng.random() < 0.6:
            return html.escape(text)
        return rng.choice(ways).replace("@", str(rng.randrange(99))).replace("{}", html.escape(text))

    page.wrap_value = wrap


@trap
def unseen_figures(page: Page, rng: random.Random) -> None:
    """Not shown by a style of their own."""
    styles = [
        "visibility:hidden",
        "visibility: collapse",
        "font-size:0",
        "FONT-SIZE: 0pt; color:red",
        "opacity:0",
        "mso-hide:all",
        "opacity: 0.0 !important",
        "position:absolute;left:-9999px",
        "position:absolute;top:-999em",
        "transform:scale(0)",
        "display:block;text-indent:-9999px",
        "position:absolute;clip:rect(0,0,0,0)",
        "clip-path: inset(100%)",
        "color:transparent",
        "color:rgba(0,0,0,0)",
        "background:#EEE;color:#eeeeee",
        "font-size:1px",
        "display : NONE",
    ]
    _set_beside(page, rng, [f"{{}}<span style='{style}'>@</span>" for style in styles])


@trap
def unseen_by_class(page: Page, rng: random.Random) -> None:
    """Not shown by a rule of the page's own style sheet."""
    sheet = (
        "/* td b{} */ .a{visibility:hidden} td .b {opacity:0} td > u.c{display:none}"
        "#d{display:none} [data-e]{font-size:0}"
        ".f{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)} .g.h{display:none}"
        "@media print{p,td,span{display:none}} td:hover span{display:none}"
        "@media screen and (min-width:768px){.i{display:none}} @media (max-width:767px){td,p{display:none}}"
        "u.j{display:none!important} td u.j{display:inline}"
    )
    ways = [
        f"{{}}<u {mark}>@</u>"
        for mark in ("class=a", "class=b", "class='c x'", "data-e=1", "class=f", "class='g h'", "class=i", "class=j")
    ]
    _set_beside(page, rng, ways, sheet)


@trap
def unseen_parts(page: Page, rng: random.Random) -> None:
    """Parts that HTML itself does not show in a cell: templates, fields without text, what stands for a film."""
    ways = [
        "<template>@</template>{}",
        "{}<!--@-->",
        "{}<datalist><option>@</option></datalist>",
        "{}<dialog>@</dialog>",
        "{}<input type=hidden value=@>",
        "<input type=checkbox value=@>{}",
        "{}<button>@</button>",
        "{}<select><option>全部</option><option>@</option></select>",
        "{}<video>@</video>",
        "<ruby>{}<rp>(</rp><rt>@</rt><rp>)</rp></ruby>",
        "{}<span hidden>@</span>",
        "{}<noscript>@</noscript>",
    ]
    _set_beside(page, rng, ways)


@trap
def struck_figures(page: Page, rng: random.Random) -> None:
    """An earlier number struck out beside the one that counts."""
    marks = ["s", "del", "strike", "span style='text-decoration:line-through'", "span class=gone"]
    ways = [f"<{mark}>@</{mark.split(maxsplit=1)[0]}>{{}}" for mark in marks]
    ways += [f"<p>{{}} <{mark}>@</{mark.split(maxsplit=1)[0]}></p>" for mark in marks] + ["<del>@</del><ins>{}</ins>"]
    _set_beside(page, rng, ways, ".gone{color:red;text-decoration:red line-through}")


@trap
def raised_by_style(page: Page, rng: random.Random) -> None:
    """Note marks raised by a style or a class."""
    marks = [
        "span style='vertical-align:super'",
        "span class=MsoFootnoteReference",
        "b style='VERTICAL-ALIGN: super;x:y'",
    ]
    ways = [f"{{}}<{mark}>@</{mark.split(maxsplit=1)[0]}>" for mark in marks]
    _set_beside(page, rng, ways, "span.MsoFootnoteReference {vertical-align:super;}")


@trap
def signs_without_width(page: Page, rng: random.Random) -> None:
    """Zero-width characters, soft hyphens, marks of direction and places for a break inside numbers and labels."""
    signs = ["&#8203;", "&shy;", "&lrm;", "&rlm;", "<wbr>", "&#65279;", "&#8288;", "&#8234;&#8236;", "&zwj;"]

    def wrap(text: str) -> str:
        return "".join(html.escape(c) + (rng.choice(signs) if rng.random() < 0.3 else "") for c in text)

    page.wrap_value = page.wrap_label = wrap


@trap
def wrapped_numbers(page: Page, rng: random.Random) -> None:
    """Numbers in elements that say what they are, or which way they run."""
    ways = [
        "<data value='@'>{}</data>",
        "<bdo dir=ltr>{}</bdo>",
        "<span dir=rtl>{}</span>",
        "<bdi>{}</bdi>",
        "<time>{}</time>",
        "<span title='@'>{}</span>",
        "<u>{}</u>",
        "<mark>{}</mark>",
        "<small>{}</small>",
        "<sub>{}</sub>",
        "<font size=1 color=white style='background:#036'>{}</font>",
        "<a href='/x'>{}</a>",
        "<output>{}</output>",
        "<div style='background-color:#036'><span style='color:#fff'>{}</span></div>",
        "<kbd>{}</kbd>",
        "<nobr>{}</nobr>",
    ]
    _set_beside(page, rng, ways)
