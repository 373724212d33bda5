"""A warehouse of counties for the benchmark of the rules: departments, governments that sum them up, prose and claims.

A county is a government and 39 departments, a report each for five years, 200 cells a report. Figures satisfy the
identities, those over years and levels too, but for every twentieth department's report, where one outcome is one too
many. A report states five figures in its prose; one in a hundred was published twice.
"""

from __future__ import annotations

import pyarrow as pa

from tests.benchmarks.narrative import write_narratives
from transform.forms import load_forms
from warehouse.connection import Connection

ORGANS_PER_COUNTY = 40
YEARS = 5
_FIRST_YEAR = 2021
_CREDIT_CODE = "11990101MB0000000"
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

_REGIONS = """
INSERT INTO core.dim_region BY NAME
SELECT '98' || lpad(CAST(i AS TEXT), 4, '0') AS region_code, DATE '2002-12-31' AS valid_from, 'county' AS level,
    '虚构' || i || '县' AS name_zh, 'bench' AS run_id
FROM range($counties) AS t (i)
"""
_REPORTS = """
INSERT INTO core.fact_report BY NAME
SELECT substr(md5('r' || i), 1, 24) AS report_id, 'o' || organ AS organ_id,
    '98' || lpad(CAST(organ // $per_county AS TEXT), 4, '0') AS region_code,
    $first_year + i % $years AS year, '2021' AS edition,
    CASE
        WHEN organ % $per_county = 0 THEN '虚构' || organ // $per_county || '县人民政府'
        ELSE '虚构县第' || organ || '局'
    END AS organ_name,
    make_date(year + 1, 1, 10) AS published_on,
    make_date(year, 1, 1) AS period_from, make_date(year, 12, 31) AS period_to,
    ['s1', 's2', 's3', 's4', 's5', 's6'] AS sections, 'b' AS body_sha256,
    TIMESTAMPTZ '2026-05-01 00:00:00+08' AS first_seen, first_seen AS last_seen, true AS is_current,
    '1' AS parser_version, 'c' AS capture_id, 's' AS capture_sha256, 'bench' AS run_id
FROM (SELECT i, i // $years AS organ FROM range($reports) AS t (i))
"""
_ORGANS = """
INSERT INTO core.dim_organ BY NAME
SELECT DISTINCT organ_id, region_code,
    CASE WHEN ends_with(organ_name, '人民政府') THEN 'government' ELSE 'department' END AS kind, organ_name AS name_zh,
    [organ_name] AS names, true AS is_expected, $uscc AS uscc, 'bench' AS run_id
FROM core.fact_report
"""
# n requests are granted, m not held, k carried over every year; governments have what their departments have.
_SIZES = """
CREATE TEMP TABLE size AS
WITH own AS (
    SELECT report_id, region_code, year, ends_with(organ_name, '人民政府') AS is_parent, hash(report_id) AS h,
        h % 40 AS n, h % 7 AS m, hash(organ_id) % 3 AS k, h % 5 AS docs, h % 4 AS suits,
        CASE WHEN h % 50 = 3 AND h % 7 > 0 THEN 1 ELSE 0 END AS late
    FROM core.fact_report
),
whole AS (
    SELECT region_code, year, sum(n) AS n, sum(m) AS m, sum(k) AS k, sum(docs) AS docs, sum(suits) AS suits,
        sum(late) AS late, count(*) AS parts
    FROM own WHERE NOT is_parent GROUP BY ALL
)
SELECT o.report_id, o.is_parent, o.h % 10 < 3 AS is_blank, NOT o.is_parent AND o.h % 20 = 0 AS is_wrong,
    if(o.is_parent, w.n, o.n)::BIGINT AS n, if(o.is_parent, w.m, o.m)::BIGINT AS m,
    if(o.is_parent, w.k, o.k)::BIGINT AS k, if(o.is_parent, w.docs, o.docs)::BIGINT AS docs,
    if(o.is_parent, w.suits, o.suits)::BIGINT AS suits, if(o.is_parent, w.late, o.late)::BIGINT AS late,
    if(o.is_parent, w.parts, 1) AS parts
FROM own AS o LEFT JOIN whole AS w ON w.region_code = o.region_code AND w.year = o.year
"""
_CELLS = """
INSERT INTO core.fact_cell BY NAME
SELECT report_id, cell_key, CASE WHEN is_blank AND v = 0 THEN NULL ELSE v END AS value,
    CASE WHEN is_blank AND v = 0 THEN 'blank' ELSE 'reported' END AS status, CAST(v AS TEXT) AS raw_text,
    's' AS capture_sha256, 'bench' AS run_id
FROM (
    SELECT s.report_id, f.cell_key, s.is_blank, CASE
        WHEN tab = 't2' THEN CASE
            WHEN line = 'regulations' THEN 0
            WHEN col = 'in_force' THEN 7 * parts
            WHEN col IN ('issued', 'repealed') THEN docs
            WHEN col = 'decisions' THEN n * 13
            ELSE 12.5 * parts
        END
        WHEN tab = 't4' THEN CASE WHEN line = 'reconsideration' AND col IN ('upheld', 'total') THEN suits ELSE 0 END
        WHEN col NOT IN ('natural_person', 'total') THEN 0
        WHEN line IN ('carried_in', 'carried_out') THEN k
        WHEN line IN ('new_received', 'total_processed') THEN n + m
        WHEN line = 'granted' THEN n + CASE WHEN is_wrong AND col = 'total' THEN 1 ELSE 0 END
        WHEN line = 'unable_not_held' THEN m - late
        WHEN line = 'other_overdue_fee' THEN late
        ELSE 0
    END AS v
    FROM size AS s, form_key AS f
)
"""
_CLAIMS = """
INSERT INTO core.fact_claim BY NAME
SELECT report_id, measure, value, measure || ' ' || value AS quote, '一、第1段' AS address,
    's' AS capture_sha256, 'bench' AS run_id
FROM (
    UNPIVOT (
        SELECT report_id, CAST(n + m + k AS DECIMAL(18, 6)) AS received,
            CAST(CASE WHEN is_wrong THEN n + m + 1 ELSE n + m END AS DECIMAL(18, 6)) AS processed,
            CAST(CASE WHEN n % 3 = 0 THEN n END AS DECIMAL(18, 6)) AS granted,
            CAST(CASE WHEN n % 2 = 0 THEN n + m END AS DECIMAL(18, 6)) AS applicant_natural_person,
            CAST(suits AS DECIMAL(18, 6)) AS reconsideration, CAST(docs AS DECIMAL(18, 6)) AS normative_docs_issued,
            CAST(CASE WHEN n + m > 0 AND NOT is_wrong THEN round(100 * n / (n + m), 2) END AS DECIMAL(18, 6))
                AS granted_share,
            CAST(CASE WHEN n % 5 = 0 AND before > 0 THEN round(100 * ((n + m) / before - 1), 2) END AS DECIMAL(18, 6))
                AS received_change,
            CAST(CASE WHEN n % 10 = 1 THEN n + m + k - 1 END AS DECIMAL(18, 6)) AS channel_online,
            CAST(CASE WHEN n % 10 = 1 THEN 1 END AS DECIMAL(18, 6)) AS channel_mail
        FROM (
            SELECT size.*, lag(n + m) OVER (PARTITION BY organ_id ORDER BY year) AS before
            FROM size JOIN core.fact_report USING (report_id)
        )
    ) ON COLUMNS (* EXCLUDE report_id) INTO NAME measure VALUE value
)
"""
_PARTS = """
UPDATE core.fact_report SET body_text = concat_ws(chr(10), body_text,
    CASE WHEN ends_with(organ_name, '人民政府') THEN '本报告汇总本级政府各部门的数据。' END,
    '五、存在的主要问题及改进情况', '解读形式不够丰富，来年将增加图解与视频。', '六、其他需要报告的事项',
    CASE WHEN hash(report_id) % 10 = 0 THEN '本年度收取信息处理费。' ELSE '无。' END)
"""
_EARLIER = """
INSERT INTO core.{table} SELECT * REPLACE ('x' || substr(report_id, 2) AS report_id{replaced}) FROM core.{table}
WHERE report_id IN (SELECT report_id FROM core.fact_report WHERE is_current AND hash(report_id) % 100 = 7)
"""


def fill_counties(con: Connection, reports: int) -> None:
    """Fill an empty warehouse with ``reports`` reports, and one more version of each hundredth."""
    counties = -(-reports // (ORGANS_PER_COUNTY * YEARS))
    cells = [{"cell_key": c.key, "tab": c.table, "line": c.row, "col": c.column} for c in load_forms()["2021"].cells]
    con.register("form_key", pa.Table.from_pylist(cells))
    con.execute(_REGIONS, {"counties": counties})
    con.execute(
        _REPORTS,
        {"reports": reports, "per_county": ORGANS_PER_COUNTY, "years": YEARS, "first_year": _FIRST_YEAR},
    )
    con.execute(_ORGANS, {"uscc": _with_check_digit(_CREDIT_CODE)})
    con.execute(_SIZES)
    con.execute(_CELLS)
    con.execute(_CLAIMS)
    con.execute(
        _EARLIER.format(table="fact_cell", replaced=", CASE WHEN value = 12.5 THEN 12.25 ELSE value END AS value")
    )
    write_narratives(con)
    con.execute(_PARTS)
    con.execute(
        _EARLIER.format(
            table="fact_report", replaced=", false AS is_current, first_seen - INTERVAL 9 DAY AS first_seen"
        )
    )
    con.execute("DROP TABLE size")
    con.unregister("form_key")


def _with_check_digit(code: str) -> str:
    """The seventeen characters with the check digit of GB 32100-2015."""
    total = sum(_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(code))
    return code + _ALPHABET[(31 - total % 31) % 31]
