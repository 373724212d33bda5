"""The environment Prefect must find before it is imported: quiet, no telemetry, its files in the home.

Every default here yields to a variable the operator has set, so that one `PREFECT_API_URL` moves the runs to a server.
"""

from __future__ import annotations

import os
from pathlib import Path

_DEFAULTS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    # A fresh home takes 15 s to migrate its SQLite file on two cores; Prefect's own limit is 20 s.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "60",
    "PREFECT_CLI_PROMPT": "false",
}
_QUIET = {
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
}


def prepare_prefect(home: Path, *, is_quiet: bool) -> Path:
    """Set what is not set, and return Prefect's own folder.

    Call before the first import of ``prefect``; later calls change nothing it has read.
    """
    for variable, value in _DEFAULTS.items():
        os.environ.setdefault(variable, value)
    os.environ.setdefault("PREFECT_HOME", str(home / "prefect"))
    # Prefect makes the last folder of the path only, and warns on every import where it cannot.
    folder = Path(os.environ["PREFECT_HOME"])
    folder.mkdir(parents=True, exist_ok=True)
    if is_quiet:
        for variable, value in _QUIET.items():
            os.environ.setdefault(variable, value)
    return folder
