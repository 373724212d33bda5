"""Which sources a run asks, and in which batches."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from extract.registry import Registry, load_registry
from flows.errors import WrongUse
from flows.organs import organ_rows
from flows.registry import group_sources, select_sources

SOURCES = [
    {
        "id": "jia-gov",
        "region": "990101",
        "organ": "示例县人民政府",
        "platform": "trs",
        "url": "http://www.jia.gov.cn/nb/",
    },
    {
        "id": "jia-area",
        "region": "990101",
        "organ": "示例县人民政府办公室",
        "platform": "trs",
        "url": "http://www.jia.gov.cn/bm/",
        "covers": "area",
        "organs": ["示例县教育局", {"name": "示例镇人民政府", "region": "990101100", "since": 2021}],
    },
    {
        "id": "yi-gov",
        "region": "990201",
        "organ": "样本县人民政府",
        "platform": "jcms",
        "url": "http://www.yi.gov.cn/nb/",
    },
    {"id": "bing", "organ": "不详局", "platform": "links", "url": "", "status": "unresolved"},
]


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    text = yaml.safe_dump({"province": "示例省", "sources": SOURCES}, allow_unicode=True)
    (tmp_path / "shili.yaml").write_text(text, encoding="utf-8")
    return load_registry(tmp_path)


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (None, ["jia-gov", "jia-area", "yi-gov"]),
        (["990101"], ["jia-gov", "jia-area"]),
        (["990100"], ["jia-gov", "jia-area"]),
        (["990000"], ["jia-gov", "jia-area", "yi-gov"]),
        (["yi-gov"], ["yi-gov"]),
        (["示例县人民政府", "yi-gov"], ["jia-gov", "yi-gov"]),
    ],
)
def test_selection(registry: Registry, only: list[str] | None, expected: list[str]) -> None:
    assert [source.id for source in select_sources(registry, only)] == expected


def test_a_word_that_fits_nothing_is_wrong_use(registry: Registry) -> None:
    with pytest.raises(WrongUse, match="--only 990909"):
        select_sources(registry, ["990101", "990909"])


def test_sources_of_one_host_stay_together(registry: Registry) -> None:
    sources = select_sources(registry, None)
    assert group_sources(sources, 1) == [("jia-gov", "jia-area"), ("yi-gov",)]
    assert group_sources(sources, 10) == [("jia-gov", "jia-area", "yi-gov")]
    assert group_sources([], 10) == []


def test_organs_of_a_registry(registry: Registry) -> None:
    rows = {row.name_zh: row for row in organ_rows(select_sources(registry, None))}
    assert set(rows) == {"示例县人民政府", "示例县人民政府办公室", "示例县教育局", "示例镇人民政府", "样本县人民政府"}
    assert {row.kind for row in rows.values()} >= {"government", "office", "department", "township"}
    town = rows["示例镇人民政府"]
    assert (town.region_code, town.source_id, str(town.valid_from)) == ("990101100", "jia-area", "2021-01-01")
    assert all(row.is_expected for row in rows.values())
