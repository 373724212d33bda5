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

USERS = ("postgres", "nobody")
"""PostgreSQL refuses to run as root: where the tests do, it runs as the first of these there is."""


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
        _run(programs / "initdb", folder, user, "--username=prefect", "--auth=scram-sha-256", "--no-sync",
             "--encoding=UTF8", "--locale=C", f"--pwfile={folder}/password", f"{folder}/data")  # fmt: skip
        with _serving(programs, folder, port, user):
            ready = [str(programs / "pg_isready"), "--host=127.0.0.1", f"--port={port}"]
            is_ready = wait_until(lambda: subprocess.run(ready, capture_output=True, check=False).returncode == 0, 30)
            assert is_ready, (folder / "postgres.log").read_text()
            create = [str(programs / "createdb"), "--host=127.0.0.1", f"--port={port}", "--username=prefect", "prefect"]
            subprocess.run(create, env={**os.environ, "PGPASSWORD": password}, check=True, timeout=30)
            yield f"postgresql+asyncpg://prefect:{password}@127.0.0.1:{port}/prefect"


@contextmanager
def _serving(programs: Path, folder: Path, port: int, user: pwd.struct_passwd | None) -> Iterator[None]:
    options = [f"-D{folder}/data", f"-p{port}", f"-k{folder}", "-clisten_addresses=127.0.0.1", "-cfsync=off"]
    with (folder / "postgres.log").open("wb") as log:
        process = subprocess.Popen(
            [str(programs / "postgres"), *options],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            **_as(user),
        )
        try:
            yield
        finally:
            process.send_signal(signal.SIGINT)  # "fast": ends sessions instead of waiting for them
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _unprivileged_user() -> pwd.struct_passwd | None:
    """The user PostgreSQL is to run as; None where that is the one who tests."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in USERS if name in known)


def _as(user: pwd.struct_passwd | None) -> dict[str, object]:
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _run(program: Path, folder: Path, user: pwd.struct_passwd | None, *arguments: str) -> None:
    done = subprocess.run(
        [str(program), *arguments], cwd=folder, capture_output=True, text=True, timeout=60, check=False, **_as(user)
    )
    assert done.returncode == 0, done.stdout + done.stderr
