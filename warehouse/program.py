"""Which program made a file: a digest of its code, data and libraries, so that another one makes the file again."""

from __future__ import annotations

import hashlib
import os
import sys
import time
import uuid
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

SOURCES = frozenset({".py", ".sql", ".yaml", ".j2", ".css", ".js", ".svg", ".csv", ".json", ".txt"})
TICK = 0.02
"""As exactly as the beginning of a process is known (s); Python takes longer before it reads any source of ours."""

_IMPORTED = time.time()


@cache
def program_digest(folders: tuple[Path, ...], libraries: tuple[str, ...]) -> str:
    """Digest of the sources in these folders, of these libraries' versions and of Python's.

    Where a source was replaced after this process began (an upgrade under a running night), what the process does is
    neither the old program's work nor the new one's: the digest is then one that nothing else ever has.
    """
    hashed = hashlib.sha256(sys.version.encode())
    for library in libraries:
        hashed.update(f"{library} {version(library)}\0".encode())
    began = _process_began()
    for name, path in _sources(folders):
        if path.stat().st_ctime > began + TICK:
            return uuid.uuid4().hex
        hashed.update(f"{name}\0".encode())
        hashed.update(hashlib.sha256(path.read_bytes()).digest())
    return hashed.hexdigest()


def _sources(folders: tuple[Path, ...]) -> Iterator[tuple[str, Path]]:
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.suffix in SOURCES and path.is_file()):
            yield f"{folder.name}/{path.relative_to(folder)}", path


def _process_began() -> float:
    """When this process began, in seconds since 1970; proc(5) has it in hundredths since the system began.

    Where there is no such file (not on Linux) it is when this module was imported, before anything is written.
    """
    try:
        status = Path("/proc/self/stat").read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return _IMPORTED
    ticks = int(status.rpartition(")")[2].split()[19])
    age = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    return time.time() - age
