"""One adapter per platform family; each serves hundreds of sites."""

from __future__ import annotations

from extract.adapters import jcms, links, my71, trs
from extract.adapters.base import Discover
from extract.registry import Platform

ADAPTERS: dict[Platform, Discover] = {
    Platform.TRS: trs.discover,
    Platform.JCMS: jcms.discover,
    Platform.MY71: my71.discover,
    Platform.LINKS: links.discover,
}
