-- Facts and dimensions. Comments in Chinese and English come from warehouse/dictionary.yaml, not from here.
-- No PRIMARY KEY on facts (5 times slower to load): uniqueness is an expectation of the pipeline suite.
CREATE SCHEMA IF NOT EXISTS core;

CREATE TABLE core.dim_region (
    region_code TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    parent_code TEXT,
    level TEXT NOT NULL CHECK (level IN ('country', 'province', 'prefecture', 'county', 'zone')),
    name_zh TEXT NOT NULL,
    successor_code TEXT,
    run_id TEXT NOT NULL
);

CREATE TABLE core.dim_organ (
    organ_id TEXT NOT NULL,
    region_code TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('government', 'office', 'department', 'township', 'zone')),
    name_zh TEXT NOT NULL,
    names TEXT[] NOT NULL,
    parent_organ_id TEXT,
    uscc TEXT,
    is_expected BOOLEAN NOT NULL,
    source_id TEXT,
    valid_from DATE,
    valid_to DATE,
    run_id TEXT NOT NULL
);

CREATE TABLE core.dim_form_cell (
    edition TEXT NOT NULL,
    cell_key TEXT NOT NULL,
    table_code TEXT NOT NULL,
    row_code TEXT NOT NULL,
    column_code TEXT NOT NULL,
    row_label TEXT NOT NULL,
    column_label TEXT NOT NULL,
    unit TEXT,
    value_type TEXT NOT NULL,
    parent_row TEXT,
    article TEXT,
    cell_order INTEGER NOT NULL,
    is_optional BOOLEAN NOT NULL,
    run_id TEXT NOT NULL
);

CREATE TABLE core.dim_identity (
    identity_id TEXT NOT NULL,
    rule_version TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    formula TEXT NOT NULL,
    class TEXT NOT NULL,
    scope TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
    purpose TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    editions TEXT[] NOT NULL,
    exceptions TEXT,
    run_id TEXT NOT NULL
);

CREATE TABLE core.dim_capture (
    capture_id TEXT NOT NULL,
    url TEXT NOT NULL,
    fetched_at TIMESTAMPTZ NOT NULL,
    http_status INTEGER NOT NULL,
    headers JSON NOT NULL,
    media_type TEXT NOT NULL,
    charset TEXT,
    capture_sha256 TEXT NOT NULL,
    page_class TEXT NOT NULL,
    archive_file TEXT,
    archive_offset BIGINT,
    source_id TEXT,
    last_seen TIMESTAMPTZ NOT NULL,
    run_id TEXT NOT NULL
);

CREATE TABLE core.fact_report (
    report_id TEXT NOT NULL,
    organ_id TEXT NOT NULL,
    region_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    edition TEXT NOT NULL,
    organ_name TEXT NOT NULL,
    title TEXT,
    published_on DATE,
    period_from DATE,
    period_to DATE,
    sections TEXT[] NOT NULL,
    body_sha256 TEXT NOT NULL,
    body_text TEXT,
    first_seen TIMESTAMPTZ NOT NULL,
    last_seen TIMESTAMPTZ NOT NULL,
    superseded_by TEXT,
    is_current BOOLEAN NOT NULL,
    is_held BOOLEAN NOT NULL DEFAULT false,
    legible_count INTEGER NOT NULL DEFAULT 0,
    parser_version TEXT NOT NULL,
    capture_id TEXT NOT NULL,
    capture_sha256 TEXT NOT NULL,
    run_id TEXT NOT NULL
);

-- Which capture gave which version: the one row per capture that decides what is current.
CREATE TABLE core.fact_sighting (
    capture_id TEXT NOT NULL,
    report_id TEXT NOT NULL,
    url TEXT NOT NULL,
    published_on DATE,
    first_seen TIMESTAMPTZ NOT NULL,
    last_seen TIMESTAMPTZ NOT NULL,
    run_id TEXT NOT NULL
);

CREATE TABLE core.fact_cell (
    report_id TEXT NOT NULL,
    cell_key TEXT NOT NULL,
    value DECIMAL(18, 6),
    -- reported, inferred, blank, dash, ambiguous, unreadable, missing: checked once per batch (warehouse/load/merge.py),
    -- because a CHECK over seven words doubles the time of a load
    status TEXT NOT NULL,
    raw_text TEXT,
    unit TEXT,
    candidates DECIMAL(18, 6)[],
    address TEXT,
    capture_sha256 TEXT NOT NULL,
    run_id TEXT NOT NULL,
    CHECK ((value IS NOT NULL) = (status IN ('reported', 'inferred')))
);

CREATE TABLE core.fact_indicator (
    report_id TEXT NOT NULL,
    row_number INTEGER NOT NULL,
    label TEXT NOT NULL,
    column_label TEXT NOT NULL,
    unit TEXT,
    value DECIMAL(18, 6),
    status TEXT NOT NULL,
    raw_text TEXT,
    address TEXT NOT NULL,
    capture_sha256 TEXT NOT NULL,
    run_id TEXT NOT NULL
);

CREATE TABLE core.fact_claim (
    report_id TEXT NOT NULL,
    measure TEXT NOT NULL,
    value DECIMAL(18, 6) NOT NULL,
    unit TEXT,
    quote TEXT NOT NULL,
    address TEXT NOT NULL,
    capture_sha256 TEXT NOT NULL,
    run_id TEXT NOT NULL
);

CREATE TABLE core.fact_check (
    report_id TEXT NOT NULL,
    identity_id TEXT NOT NULL,
    rule_version TEXT NOT NULL,
    scope TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('PASS', 'FAIL', 'NOT_ASSESSABLE', 'WAIVED')),
    severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
    left_value DECIMAL(38, 6),
    right_value DECIMAL(38, 6),
    difference DECIMAL(38, 6),
    blanks_as_zero INTEGER NOT NULL,
    operands TEXT[] NOT NULL,
    reason TEXT,
    capture_sha256 TEXT NOT NULL,
    run_id TEXT NOT NULL
);

CREATE TABLE core.fact_suspect (
    report_id TEXT NOT NULL,
    rank INTEGER NOT NULL,
    cell_key TEXT NOT NULL,
    value DECIMAL(18, 6),
    implied_value DECIMAL(18, 6),
    why TEXT NOT NULL,
    capture_sha256 TEXT NOT NULL,
    run_id TEXT NOT NULL
);

CREATE TABLE core.fact_coverage (
    organ_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    status TEXT NOT NULL
        CHECK (status IN ('on_time', 'late', 'missing', 'blocked', 'unparsable', 'withdrawn', 'undated')),
    report_id TEXT,
    published_on DATE,
    due_on DATE,
    grace_due_on DATE,
    is_late_statutory BOOLEAN,
    is_late_after_grace BOOLEAN,
    reason TEXT NOT NULL,
    run_id TEXT NOT NULL
);
