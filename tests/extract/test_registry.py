"""The registry refuses what would lie, and the bundled one is whole."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from extract.errors import RegistryError
from extract.registry import REGISTRY_FOLDER, Platform, Status, load_registry
from extract.sources import Level, add_source, format_line, lint_registry, make_source

LINE = '{id: a, region: "990101", organ: 示例县人民政府, platform: trs, url: "http://www.shili.gov.cn/nb/"}'
ADDRESSES = Path(__file__).parents[3] / "shared" / "domain" / "annual_report_indexes.csv"


def write(folder: Path, *lines: str, province: str = "示例省") -> Path:
    text = f"province: {province}\nsources:\n" + "".join(f"  - {line}\n" for line in lines)
    (folder / "shili.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_regular_source_is_one_line(tmp_path: Path) -> None:
    (source,) = load_registry(write(tmp_path, LINE)).sources
    assert (source.region, source.platform, source.covers) == ("990101", Platform.TRS, "own")
    assert source.within == ("示例省",)
    assert [organ.name for organ in source.expected_organs()] == ["示例县人民政府"]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (LINE.replace("organ:", "organs_name:"), "organs_name"),
        (LINE.replace('"990101"', "990101"), "quoted text"),
        (LINE.replace('"990101"', '"99010"'), "pattern"),
        (LINE.replace("trs", "tsr"), "platform"),
        (LINE.replace("http://", "ftp://"), "http(s)"),
        (LINE.replace(' region: "990101",', ""), "region code"),
        (LINE.replace("id: a", "id: A b"), "id"),
        (LINE.replace("www.shili.gov.cn", "127.0.0.1"), "loopback"),
        (LINE.replace("}", ", since: 2024, until: 2019}"), "after until"),
        (LINE.replace("}", ", tls: {verify: false, reason: x}}"), "until"),
        (LINE.replace("}", ", delay: -1}"), "delay"),
    ],
)
def test_a_wrong_line_is_refused_in_one_line(tmp_path: Path, line: str, complaint: str) -> None:
    with pytest.raises(RegistryError) as error:
        load_registry(write(tmp_path, line))
    assert complaint in str(error.value)
    assert "next:" in str(error.value)
    assert "\n" not in str(error.value)


def test_two_sources_may_not_share_an_id(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="twice"):
        load_registry(write(tmp_path, LINE, LINE.replace("/nb/", "/xxgknb/")))


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="no registry file"):
        load_registry(tmp_path)


def test_the_sample_profile_allows_loopback(tmp_path: Path) -> None:
    folder = write(tmp_path, LINE.replace("www.shili.gov.cn", "127.0.0.1:8080"))
    assert load_registry(folder, profile="sample").sources[0].allowed_hosts() == {"127.0.0.1:8080"}


def test_an_unresolved_address_loads_and_is_linted(tmp_path: Path) -> None:
    line = LINE.replace('"http://www.shili.gov.cn/nb/"', "/nb/, status: unresolved, note: only the path is known")
    assert load_registry(write(tmp_path, line)).sources[0].status is Status.UNRESOLVED
    (remark,) = lint_registry(tmp_path)
    assert (remark.level, remark.source_id) == (Level.WARNING, "a")
    assert "only the path is known" in remark.message


def test_lint_names_every_fault(tmp_path: Path) -> None:
    write(tmp_path, LINE, LINE, LINE.replace("id: a", "id: b").replace("/nb/", "/col/col123/index.html"))
    (tmp_path / "other.yaml").write_text("province: 示例省\nsources: [{id: 3}]\n", encoding="utf-8")
    messages = [remark.message for remark in lint_registry(tmp_path)]
    for part in ("used twice", "is there twice", "looks like jcms", "how it was checked", "sources.0"):
        assert any(part in message for message in messages), part


def test_add_writes_a_line_that_loads(tmp_path: Path) -> None:
    write(tmp_path, LINE)
    added = make_source(
        id="b",
        region="990102",
        organ="示例县教育局",
        platform="jcms",
        url="https://jy.shili.gov.cn/col/col3/index.html",
    )
    add_source(tmp_path, "shili.yaml", added)
    assert [source.id for source in load_registry(tmp_path).sources] == ["a", "b"]
    assert len((tmp_path / "shili.yaml").read_text(encoding="utf-8").splitlines()) == 4


def test_add_begins_a_file_for_a_new_province(tmp_path: Path) -> None:
    source = make_source(
        id="b", region="990102", organ="示例县教育局", platform="trs", url="http://jy.shili.gov.cn/nb/"
    )
    with pytest.raises(RegistryError, match="province"):
        add_source(tmp_path, "new.yaml", source)
    add_source(tmp_path, "new.yaml", source, province="另一省")
    assert load_registry(tmp_path).sources[0].within == ("另一省",)


def test_add_leaves_the_file_alone_when_the_line_is_wrong(tmp_path: Path) -> None:
    write(tmp_path, LINE)
    before = (tmp_path / "shili.yaml").read_bytes()
    twin = make_source(id="a", region="990101", organ="示例县人民政府", platform="trs", url="http://b.shili.gov.cn/nb/")
    with pytest.raises(RegistryError, match="twice"):
        add_source(tmp_path, "shili.yaml", twin)
    assert (tmp_path / "shili.yaml").read_bytes() == before


def test_make_source_says_what_is_wrong_in_one_line() -> None:
    with pytest.raises(RegistryError, match=r"platform.*next:"):
        make_source(id="a", region="990101", organ="示例县教育局", platform="nothing", url="http://a.gov.cn/")


def test_a_tls_exception_carries_its_end(tmp_path: Path) -> None:
    folder = write(tmp_path, LINE.replace("}", ", tls: {verify: false, reason: expired, until: 2026-12-31}}"))
    (source,) = load_registry(folder).sources
    assert source.tls is not None and source.tls.until == date(2026, 12, 31)


def test_format_line_round_trips(tmp_path: Path) -> None:
    line = LINE.replace("}", ", covers: area, organs: [示例县教育局, {name: 示例县民政局, aliases: [示例县民政委]}]}")
    (source,) = load_registry(write(tmp_path, line)).sources
    again = write(tmp_path / ".", format_line(source).removeprefix("  - "))
    assert load_registry(again).sources == (source,)


def test_the_bundled_registry_has_no_error() -> None:
    remarks = lint_registry()
    assert [remark for remark in remarks if remark.level is Level.ERROR] == []
    assert all(source.checked for source in load_registry().sources)


@pytest.mark.skipif(not ADDRESSES.exists(), reason="the researched addresses are not beside the checkout")
def test_every_researched_address_is_in_the_registry() -> None:
    with ADDRESSES.open(encoding="utf-8") as file:
        wanted = {row["url"] for row in csv.DictReader(file)}
    have = {source.url for source in load_registry(REGISTRY_FOLDER).sources}
    assert len(wanted) == 82
    assert wanted <= have
