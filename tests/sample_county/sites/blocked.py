"""A host behind a script challenge: 412 to everyone, whatever is asked."""

from __future__ import annotations

from tests.sample_county.web import Request, Response

from .trs import TrsSite

STUB = """<!DOCTYPE html><html><head><meta charset="utf-8"><meta http-equiv="Pragma" content="no-cache">
<script type="text/javascript">$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=48213;$_ts.cd="qcrrrArlrqq1qqFqrGl3WAm";
if($_ts.lcd)$_ts.lcd();</script><script type="text/javascript" charset="iso-8859-1" src="/4QbVtADbn/d.FxJz.js" r='m'>
</script></head><body></body></html>"""


class BlockedSite(TrsSite):
    """A ``trs`` site no crawler gets into: recorded as blocked, tried again another night, never defeated."""

    platform = "blocked"
    is_blocked = True

    def respond(self, request: Request) -> Response:
        """The challenge."""
        return Response(STUB.encode(), status=412)
