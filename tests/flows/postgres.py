"""A PostgreSQL server of the Debian package in a folder of its own, on a loopback port, while a test needs it."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.flows.prefect_server import free_port, wait_until
from tests.flows.processes import running

USERS = ("postgres", "nobody")
"""PostgreSQL refuses to run as root: where the tests do, it runs as the first of these there is."""
UNSAFE_BUT_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
"""Nothing of a test's database is worth a disk flush."""


def find_postgres() -> Path | None:
    """Return the folder of the newest installed server's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def serve_postgres(programs: Path) -> Iterator[str]:
    """Yield the address of an empty database ``prefect`` for SQLAlchemy's asyncpg."""
    with tempfile.TemporaryDirectory(prefix="nianbao-postgres-", dir="/tmp") as name:
        folder, port, password = Path(name), free_port(), secrets.token_hex(16)
        user = _unprivileged_user()
        (folder / "password").write_text(password)
        if user is not None:
            for path in (folder, folder / "password"):
                os.chown(path, user.pw_uid, user.pw_gid)
        cluster = ("--username=prefect", "--auth=scram-sha-256", f"--pwfile={folder}/password", f"{folder}/data")
        initdb = [str(programs / "initdb"), "--no-sync", "--encoding=UTF8", "--locale=C", *cluster]
        with running(initdb, folder / "initdb.log", user=user) as process:
            assert process.wait(60) == 0, (folder / "initdb.log").read_text()
        where = (f"-D{folder}/data", f"-p{port}", f"-k{folder}", "-clisten_addresses=127.0.0.1")
        postgres = [str(programs / "postgres"), *where, *(f"-c{setting}" for setting in UNSAFE_BUT_FAST)]
        # SIGINT is PostgreSQL's "fast" shutdown: it ends sessions instead of waiting for them.
        with running(postgres, folder / "postgres.log", user=user, end_by=signal.SIGINT):
            create = [str(programs / "createdb"), "--host=127.0.0.1", f"--port={port}", "--username=prefect", "prefect"]
            known = {**os.environ, "PGPASSWORD": password}
            is_made = wait_until(lambda: _succeeds(create, known), 30)
            assert is_made, (folder / "postgres.log").read_text()
            yield f"postgresql+asyncpg://prefect:{password}@127.0.0.1:{port}/prefect"


def _unprivileged_user() -> pwd.struct_passwd | None:
    """The user PostgreSQL is to run as; None where that is the one who tests."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in USERS if name in known)


def _succeeds(command: list[str], environment: dict[str, str]) -> bool:
    return subprocess.run(command, env=environment, capture_output=True, timeout=30, check=False).returncode == 0
