"""No request leaves for a host nobody named, nor for the inner network."""

from __future__ import annotations

import pytest

from extract.adapters.base import Request
from extract.client import Client
from extract.errors import AddressRefused, TransientFetchError
from extract.guard import HostGuard, is_open_address
from extract.policy import CrawlPolicy
from tests.extract.site import Reply, Site

GUARD = HostGuard({"www.shili-news.cn", "127.0.0.1:9"})


@pytest.mark.parametrize(
    "url",
    ["http://www.shili.gov.cn/", "https://a.b.gov.cn:443/x", "http://www.shili-news.cn/x", "http://127.0.0.1:9/"],
)
def test_named_and_government_hosts_are_allowed(url: str) -> None:
    GUARD.check(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://www.example.com/",
        "http://gov.cn.example.com/",
        "http://evilgov.cn/",
        "ftp://www.shili.gov.cn/",
        "file:///etc/passwd",
        "http://user:secret@www.shili.gov.cn/",
        "http://www.shili.gov.cn:8080/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest",
        "http://[bad",
        "http:///nothing",
    ],
)
def test_others_are_refused(url: str) -> None:
    with pytest.raises(AddressRefused, match="next:"):
        GUARD.check(url)


INNER = (
    "127.0.0.1 10.0.0.8 172.16.3.4 192.168.1.1 169.254.169.254 0.0.0.0 100.64.0.1 224.0.0.1 255.255.255.255 "
    "::1 fe80::1%eth0 fc00::1 ::ffff:10.0.0.1 ::ffff:127.0.0.1"
)


@pytest.mark.parametrize("address", INNER.split())
def test_inner_addresses_are_never_open(address: str) -> None:
    assert not is_open_address(address, is_loopback_allowed=False)


def test_public_addresses_are_open_and_loopback_only_when_allowed() -> None:
    assert is_open_address("202.108.0.1", is_loopback_allowed=False)
    assert is_open_address("2001:dc7::1", is_loopback_allowed=False)
    assert is_open_address("127.0.0.1", is_loopback_allowed=True)
    assert not is_open_address("192.168.1.1", is_loopback_allowed=True)


def test_a_name_that_resolves_inwards_is_refused_before_a_byte_is_sent() -> None:
    with Site({"/": "inner"}) as site:
        client = Client(CrawlPolicy(), HostGuard({site.host, f"localhost:{site.host.split(':')[1]}"}))
        with client.open_session() as session, pytest.raises(AddressRefused, match="inner address"):
            client.fetch(session, Request(f"http://localhost:{site.host.split(':')[1]}/"))
        assert site.log == []


def test_a_redirect_to_another_host_is_refused() -> None:
    with Site() as site:
        site.pages["/a"] = Reply("", 302, headers={"Location": "http://www.example.com/"})
        client = Client(CrawlPolicy(is_loopback_allowed=True), HostGuard({site.host}, is_loopback_allowed=True))
        with client.open_session() as session, pytest.raises(AddressRefused, match="example"):
            client.fetch(session, Request(site.url + "/a"))


def test_nobody_at_home_is_transient() -> None:
    with Site() as site:
        closed = site.host
    client = Client(CrawlPolicy(is_loopback_allowed=True), HostGuard({closed}, is_loopback_allowed=True))
    with client.open_session() as session, pytest.raises(TransientFetchError, match=r"refused.*next:"):
        client.fetch(session, Request(f"http://{closed}/"))
