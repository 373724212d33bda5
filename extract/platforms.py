"""Which platform family a list belongs to: by the shape of its address, else by marks in its page."""

from __future__ import annotations

import re

from extract.registry import Platform

_BY_ADDRESS: tuple[tuple[str, Platform, str], ...] = (
    (r"/opennessAnnualReport/|[?&]branch_id=[0-9a-f]{24}", Platform.MY71, "branch_id of 24 hex digits"),
    (r"/module/xxgk/|[?&]vc_xxgkarea=", Platform.JCMS_XXGK, "the 信息公开 module"),
    (r"/col/col\d+/", Platform.JCMS, "/col/colNNN/"),
    (r"/col/\d+_\d+/", Platform.JPAAS, "/col/N_N/"),
    (r"/gkmlpt/", Platform.GKMLPT, "/gkmlpt/"),
    (r"/public/column/\d+", Platform.LONSUN, "/public/column/N"),
    (r"/site/tpl/\d+", Platform.LONSUN, "/site/tpl/N"),
    (
        r"(_list|/list|/index|zfxxgk_gknbz|zfxxgk|xxgknbs|jump|common_zfxxgknb)\.shtml$|/c\d{5,}/[^/]*\.shtml$",
        Platform.UCAP,
        ".shtml column",
    ),
    (r"ndbg\.thtml\?id=|InfoPublic\.aspx\?", Platform.LINKS, "a page of its own kind"),
    (
        r"/[a-z0-9_]*(gknb|xxgknb|ndbg|nb|nbzt|jdbsc)[a-z0-9_]*/((gknb)?(\d{4}|n\d{4}|\{Y\})[a-z年]*/)?(index\.html)?$",
        Platform.TRS,
        "a static directory of annual reports",
    ),
)
_BY_PAGE: tuple[tuple[str, Platform, str], ...] = (
    (r"<recordset|dataproxy\.jsp", Platform.JCMS, "<recordset> or dataproxy.jsp"),
    (r"jpaas-publish-server|queryData=", Platform.JPAAS, "jpaas-publish-server"),
    (r"getFileListByCodeId|/common/search/", Platform.UCAP, "getFileListByCodeId"),
    (r"createPageHTML\(|TRS_Editor|countPage\s*=|chnlid", Platform.TRS, "the paging script of TRS"),
    (r"window\._CONFIG\s*=", Platform.GKMLPT, "window._CONFIG"),
    (r"publicInfoList|/site/label/8888", Platform.LONSUN, "publicInfoList"),
    (r"lightfrontaction|webBuilderCommon\.js", Platform.EPOINT, "webBuilderCommon.js"),
    (r"_sitegray|vsbcontent|/system/resource/", Platform.VSB, "/system/resource/"),
    (r"opennessAnnualReport", Platform.MY71, "opennessAnnualReport"),
)


def guess_by_address(url: str) -> tuple[Platform, str] | None:
    """The family whose addresses look like this one, and the part that says so."""
    for pattern, platform, why in _BY_ADDRESS:
        if re.search(pattern, url, re.I):
            return platform, f"address: {why}"
    return None


def guess_by_page(text: str) -> tuple[Platform, str]:
    """The family whose marks stand in a list page; ``links`` where none does."""
    for pattern, platform, why in _BY_PAGE:
        if re.search(pattern, text):
            return platform, f"page: {why}"
    return Platform.LINKS, "no mark of a known platform: read as a page of links"
