-- Runs, issues, quarantine: how the warehouse came to be.
CREATE SCHEMA IF NOT EXISTS ops;

CREATE TABLE ops.run (
    run_id TEXT NOT NULL,
    flow TEXT NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ,
    status TEXT NOT NULL CHECK (status IN ('running', 'published', 'blocked', 'failed', 'unchanged')),
    parameters JSON NOT NULL,
    counts JSON NOT NULL,
    error TEXT
);

CREATE TABLE ops.issue (
    report_id TEXT,
    capture_id TEXT,
    code TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
    message_zh TEXT NOT NULL,
    message_en TEXT NOT NULL,
    cell_key TEXT,
    run_id TEXT NOT NULL
);

CREATE TABLE ops.list_entry (
    source_id TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    listed_on DATE,
    is_accepted BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    year INTEGER,
    run_id TEXT NOT NULL
);

CREATE TABLE ops.source_night (
    source_id TEXT NOT NULL,
    status TEXT NOT NULL,
    listed INTEGER NOT NULL,
    stated INTEGER,
    accepted INTEGER NOT NULL,
    fetched INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    reason TEXT NOT NULL,
    run_id TEXT NOT NULL
);

CREATE TABLE ops.source_year (
    source_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    run_id TEXT NOT NULL
);

CREATE TABLE ops.reading (
    capture_id TEXT NOT NULL,
    inputs TEXT NOT NULL,
    run_id TEXT NOT NULL
);

CREATE TABLE ops.quarantine (
    organ_id TEXT,
    source_id TEXT,
    capture_id TEXT,
    reason TEXT NOT NULL,
    since TIMESTAMPTZ NOT NULL,
    run_id TEXT NOT NULL
);

CREATE TABLE ops.publication (
    publication_id TEXT NOT NULL,
    previous_publication_id TEXT,
    published_at TIMESTAMPTZ NOT NULL,
    run_id TEXT NOT NULL
);

CREATE TABLE ops.parser_move (
    report_id TEXT NOT NULL,
    cell_key TEXT NOT NULL,
    old_value DECIMAL(18, 6),
    old_status TEXT,
    new_value DECIMAL(18, 6),
    new_status TEXT,
    old_parser_version TEXT NOT NULL,
    new_parser_version TEXT NOT NULL,
    run_id TEXT NOT NULL
);

-- Digest of everything the marts and comments are made from: a night that changes none of it rebuilds none of it.
CREATE TABLE ops.definition (
    name TEXT NOT NULL,
    digest TEXT NOT NULL
);

-- What the results of a report in core.fact_check rest on: a night checks those for which it is something else now. shingles
-- and twin_id are what F-PLAG found, explained stands for what core.fact_suspect rests on besides.
CREATE TABLE ops.checked (
    report_id TEXT NOT NULL,
    digest UBIGINT NOT NULL,
    shingles INTEGER NOT NULL,
    twin_id TEXT,
    explained UBIGINT,
    run_id TEXT NOT NULL
);

-- The prose of every current report in pieces that can be compared (expectations/sql/stale/prose.sql).
CREATE TABLE ops.prose (
    report_id TEXT NOT NULL,
    organ_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    shingles UBIGINT[] NOT NULL,
    run_id TEXT NOT NULL
);

-- The cells of every report as the run that wrote them left them: the gate counts what a night wrote, not all there is
-- (expectations/sql/gate/cells.sql). run_id is the report's.
CREATE TABLE ops.cell_count (
    report_id TEXT NOT NULL,
    figures BIGINT NOT NULL,
    unread BIGINT NOT NULL,
    cells BIGINT NOT NULL,
    rows_held BIGINT NOT NULL,
    run_id TEXT NOT NULL
);

-- Pieces of prose that more organs write than may before a piece is nobody's own; organs is how many at least. They are never
-- compared, and only what may be somebody's own is counted night by night (expectations/sql/stale/prose_moved.sql).
CREATE TABLE ops.common_prose (
    shingle UBIGINT NOT NULL,
    organs BIGINT NOT NULL
);
