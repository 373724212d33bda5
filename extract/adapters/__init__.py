"""One adapter per platform family; each serves hundreds of sites."""

from __future__ import annotations

from extract.adapters import epoint, gkmlpt, jcms, jcms_xxgk, jpaas, links, lonsun, my71, trs, ucap, vsb
from extract.adapters.base import Discover
from extract.registry import Platform

ADAPTERS: dict[Platform, Discover] = {
    Platform.TRS: trs.discover,
    Platform.JCMS: jcms.discover,
    Platform.JCMS_XXGK: jcms_xxgk.discover,
    Platform.JPAAS: jpaas.discover,
    Platform.UCAP: ucap.discover,
    Platform.VSB: vsb.discover,
    Platform.GKMLPT: gkmlpt.discover,
    Platform.LONSUN: lonsun.discover,
    Platform.MY71: my71.discover,
    Platform.EPOINT: epoint.discover,
    Platform.LINKS: links.discover,
}
