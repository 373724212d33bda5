"""Synthetic prose for the benchmark reports: as long and as repetitive as real reports, with no sentence of anybody's.

A report has twelve paragraphs of six clauses, about 1,200 characters (3.5 KB): five paragraphs that thousands of organs
share, three that the organs of a county share, four of its own of which half are last year's. One organ in fifty copies
its neighbour's whole text with the name changed.
"""

from __future__ import annotations

import pyarrow as pa

from warehouse.connection import Connection

_WORDS = {
    "whose": "本年度 一年来 围绕重点 按照要求 结合实际 对照清单 依托平台 面向群众",
    "how": "持续 稳步 及时 规范 逐项 主动 分类 定期 全面 同步 严格 常态 有序 扎实",
    "does": "推进 更新 梳理 核对 发布 解读 回应 归集 完善 审查 公示 整理 检查 培训",
    "of_what": "财政资金 民生保障 项目审批 就业服务 教育招生 医疗救助 食品药品 生态环境 土地征收 城市更新 "
    "行政执法 价格收费 应急管理 乡村振兴 公共文化 养老托育 住房租赁 交通出行 水利工程 市场监管",
    "what": "领域信息 栏目内容 办事指南 政策文件 目录清单 答复文书 工作台账 互动留言 数据资源 审核流程",
}
_PARAGRAPHS = """
CREATE TEMP TABLE plan AS
SELECT key, slot, CASE
        WHEN slot < 5 THEN 'n' || (hash(slot, author) % 40)
        WHEN slot < 8 THEN 'c' || author // 20 || '-' || slot
        WHEN slot < 10 THEN 'o' || author || '-' || slot
        ELSE 'y' || author || '-' || year || '-' || slot || '-' || version
    END AS seed
FROM (SELECT *, CASE WHEN organ % 50 = 1 THEN organ - 1 ELSE organ END AS author FROM writer),
    range(12) AS s (slot);
CREATE TEMP TABLE paragraph AS
SELECT seed, string_agg(
        whose[1 + h % 8] || how[1 + h // 8 % 14] || does[1 + h // 112 % 14] || of_what[1 + h // 1568 % 20]
            || what[1 + h // 31360 % 10] || CASE WHEN clause % 2 = 0 THEN '，' ELSE '。' END,
        '' ORDER BY clause
    ) AS text
FROM (
    SELECT seed, clause, CAST(hash(seed, clause) % 313600 AS BIGINT) AS h
    FROM (SELECT DISTINCT seed FROM plan), range(6) AS c (clause)
), word
GROUP BY seed;
"""
_TEXTS = """
CREATE TEMP TABLE narrative AS
SELECT w.key, w.organ_name || w.year || '年报。一、总体情况' || chr(10) || t.text AS text
FROM writer AS w
JOIN (
    SELECT key, string_agg(text, chr(10) ORDER BY slot) AS text FROM plan JOIN paragraph USING (seed) GROUP BY key
) AS t ON t.key = w.key
"""
_WRITER = """
CREATE TEMP TABLE writer AS
SELECT report_id AS key, CAST(substr(organ_id, 2) AS INTEGER) AS organ, year, 1 AS version, organ_name
FROM core.fact_report
"""


def write_narratives(con: Connection) -> None:
    """Give every report of core.fact_report (organs ``o<number>``) a body text."""
    con.execute(_WRITER)
    create_narratives(con)
    con.execute("UPDATE core.fact_report AS r SET body_text = n.text FROM narrative AS n WHERE n.key = r.report_id")
    con.execute("DROP TABLE narrative")


def create_narratives(con: Connection) -> None:
    """From ``writer`` (key, organ, year, version, organ_name) make ``narrative`` (key, text); ``writer`` goes."""
    con.register("word", pa.Table.from_pylist([{name: text.split() for name, text in _WORDS.items()}]))
    con.execute(_PARAGRAPHS)
    con.execute(_TEXTS)
    con.execute("DROP TABLE plan; DROP TABLE paragraph; DROP TABLE writer")
    con.unregister("word")
