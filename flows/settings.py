"""Settings of one home: the environment (``NIANBAO_*``) over one TOML file, typed, unknown keys refused.

The home is the folder under which a run writes everything: ``NIANBAO_HOME``, or ``data/`` in the current folder. Its
``nianbao.toml`` may set every other key; an environment variable of the same name wins, with ``__`` between the levels:
``NIANBAO_CRAWL__DELAY=2``.
"""

from __future__ import annotations

import os
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from flows.errors import SettingsError

if TYPE_CHECKING:
    from extract.policy import CrawlPolicy

TIME_ZONE = ZoneInfo("Asia/Shanghai")
"""Statutory dates (31 January, 31 March) and the nightly schedule are in this zone, whatever the machine's."""

CONFIG_NAME = "nianbao.toml"
HOME_VARIABLE = "NIANBAO_HOME"
ENV_PREFIX = "NIANBAO_"


class _Table(BaseModel):
    """A table of the TOML file; a misspelt key is an error, not a default."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CrawlSettings(_Table):
    """How politely sites are asked: what is set here replaces the value of `extract.policy.CrawlPolicy`."""

    user_agent: str | None = Field(default=None, min_length=3)
    threads: int | None = Field(default=None, ge=1, le=256)
    delay: float | None = Field(default=None, ge=0, le=600)
    jitter: float | None = Field(default=None, ge=0, le=600)
    read_timeout: float | None = Field(default=None, gt=0, le=600)
    max_seconds: float | None = Field(default=None, gt=0, le=3600)
    max_bytes: int | None = Field(default=None, ge=1024)
    retries: int | None = Field(default=None, ge=0, le=10)
    host_failures: int | None = Field(default=None, ge=1, le=100)
    batch_sources: int = Field(default=200, ge=1)
    """Sources crawled by one Prefect task: large enough that slow hosts wait beside many others."""

    def policy(self, *, is_sample: bool) -> CrawlPolicy:
        """Return the crawl's limits; only a sample home may open loopback addresses, and needs no delay there."""
        from extract.policy import CrawlPolicy

        limits = self.model_dump(exclude={"batch_sources"}, exclude_none=True)
        if is_sample:
            limits = {"delay": 0.0, "jitter": 0.0, "backoff": 0.1, **limits}
        return CrawlPolicy(is_loopback_allowed=is_sample, **limits)


class ParseSettings(_Table):
    """Parsing runs in processes, a batch of documents per task."""

    processes: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, le=256)
    batch_documents: int = Field(default=200, ge=1)
    seconds_per_document: float = Field(default=60, gt=0)
    megabytes_per_process: int = Field(default=4096, ge=512)


class QuerySettings(_Table):
    """Limits of `nianbao sql`."""

    seconds: float = Field(default=60, gt=0)
    memory_megabytes: int = Field(default=2048, ge=64)
    rows: int = Field(default=100_000, ge=1)


class RetentionSettings(_Table):
    """What is kept; the archive is never thinned."""

    publications: int = Field(default=14, ge=2)
    """The newest so many, and before them the last of each month."""
    months: int = Field(default=24, ge=0)
    runs: int = Field(default=400, ge=10)


class ScaleSettings(_Table):
    """More than one machine: an external Dask scheduler, and where its workers leave what they did (docs/scale.md)."""

    scheduler: str | None = Field(default=None, pattern=r"^(tcp|tls|ucx|ws|wss)://")
    """Address of the scheduler; without it everything runs on this machine."""
    shards: str | None = None
    """Any address fsspec opens, the same for loader and workers; ``shards/`` in the home when not set."""
    wait_seconds: float = Field(default=60, gt=0)
    """How long a run waits for a worker while there is none before it gives up."""
    ahead: int = Field(default=64, ge=1)
    """Batches handed out before the oldest of them is loaded."""


class SampleSettings(_Table):
    """Ports of the loopback county, written by `nianbao demo`, and which of its nights is served."""

    ports: dict[str, int] = Field(default_factory=dict)
    night: int = Field(default=1, ge=1)


class Settings(BaseSettings):
    """Everything a run may be told."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, env_prefix=ENV_PREFIX, env_nested_delimiter="__", validate_default=True
    )

    home: Path
    profile: Literal["real", "sample"] = "real"
    registry: Path | None = None
    """Folder of registry files; the one that ships with `extract` when not set."""
    years_back: int = Field(default=2, ge=1, le=30)
    """How many statistics years a nightly run looks for; `backfill` is for the others."""
    expected_since: int = Field(default=2019, ge=2008, le=2100)
    """First statistics year that coverage expects of every organ."""
    wait_seconds: float = Field(default=3600, ge=0)
    """How long a run waits for another one to end before it gives up."""
    crawl: CrawlSettings = CrawlSettings()
    parsing: ParseSettings = ParseSettings()
    query: QuerySettings = QuerySettings()
    retention: RetentionSettings = RetentionSettings()
    scale: ScaleSettings = ScaleSettings()
    sample: SampleSettings = SampleSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line first, then environment, then the home's TOML file; no dotenv, no secrets folder."""
        config_file = Path(init_settings()["home"]) / CONFIG_NAME
        toml = TomlConfigSettingsSource(settings_cls, toml_file=config_file)
        if "home" in toml.toml_data:
            raise SettingsError(f"{config_file}: key home: a home cannot name another one; set {HOME_VARIABLE} instead")
        return init_settings, env_settings, toml

    @property
    def config_file(self) -> Path:
        """The home's TOML file, whether or not it exists."""
        return self.home / CONFIG_NAME

    @property
    def reviews_file(self) -> Path:
        """Reviewers' verdicts of this home, beside those of the project."""
        return self.home / "reviews.yaml"

    @property
    def corrections_file(self) -> Path:
        """Known bad pages of this home, beside those of the project."""
        return self.home / "corrections.yaml"

    @property
    def archive_folder(self) -> Path:
        """WARC files and their index."""
        return self.home / "archive"

    @property
    def runs_folder(self) -> Path:
        """One folder per run: run.json, gate results, what a failed run left."""
        return self.home / "runs"

    @property
    def summary_folder(self) -> Path:
        """Pages of the last publication."""
        return self.home / "summary"

    @property
    def exports_folder(self) -> Path:
        """Open exports of the last publication."""
        return self.home / "exports"

    @property
    def shards_url(self) -> str:
        """Where workers of another machine leave their batches."""
        return (self.scale.shards or (self.home / "shards").as_uri()).rstrip("/")

    @property
    def docs_folder(self) -> Path:
        """Great Expectations' Data Docs."""
        return self.home / "docs"


def load_settings(home: Path | None = None) -> Settings:
    """Return the settings of ``home`` (default: ``NIANBAO_HOME``, else ``data/`` in the current folder).

    Raises:
        SettingsError: one line that names the file or variable, the key, and what is wrong with it.
    """
    folder = (home or Path(os.environ.get(HOME_VARIABLE) or "data")).expanduser().resolve()
    _refuse_unknown_variables()
    try:
        return Settings(home=folder)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{folder / CONFIG_NAME}: no valid TOML: {error}") from error
    except ValidationError as error:
        raise SettingsError(_one_line(error, folder / CONFIG_NAME)) from error


def today() -> date:
    """Return the date in China, which decides what is late."""
    return datetime.now(TIME_ZONE).date()


def _refuse_unknown_variables() -> None:
    for variable in sorted(os.environ):
        if variable.startswith(ENV_PREFIX):
            key = variable.removeprefix(ENV_PREFIX).lower().split("__")[0]
            if key not in Settings.model_fields:
                raise SettingsError(f"environment variable {variable}: no such setting; see docs/operations.md")


def _one_line(error: ValidationError, config_file: Path) -> str:
    """Name where the first wrong key stands: the environment when a variable sets it, else the TOML file."""
    first = error.errors()[0]
    path = [str(part) for part in first["loc"]]
    variable = ENV_PREFIX + "__".join(path).upper()
    where = f"environment variable {variable}" if variable in os.environ else f"{config_file}: key {'.'.join(path)}"
    what = "no such setting" if first["type"] == "extra_forbidden" else first["msg"]
    return f"{where}: {what} (got {first['input']!r}); see docs/operations.md"
