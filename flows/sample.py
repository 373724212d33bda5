"""The sample county as a home of its own: `nianbao demo` makes it, later commands in it serve the county again.

The county lies on loopback at the ports written into the home's nianbao.toml, so that addresses stay the same from
night to night and `nianbao nightly` there is a real second night.
"""

from __future__ import annotations

import random
import socket
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flows.errors import WrongUse
from flows.settings import Settings, load_settings

_PORT_RANGE = range(20_000, 32_000)


def make_sample_home(settings: Settings) -> Settings:
    """Make ``settings.home`` a sample home, or return it as it is when it is one already.

    Raises:
        WrongUse: the home holds something else; sample figures never mix with real ones.
    """
    if settings.profile == "sample" and settings.sample.ports:
        return settings
    if settings.home.exists() and any(settings.home.iterdir()):
        raise WrongUse(
            f"{settings.home} is not empty and no sample home; next: nianbao --home {_free_name(settings.home)} demo"
        )
    from tests.sample_county import serve_county

    with serve_county() as county:
        ports = _choose_ports(county.ports)
    settings.home.mkdir(parents=True, exist_ok=True)
    settings.config_file.write_text(_config(ports), encoding="utf-8")
    return load_settings(settings.home)


@contextmanager
def serve_sample(settings: Settings) -> Iterator[Path]:
    """Serve the county on this home's ports and yield the folder of its registry."""
    from tests.sample_county import serve_county

    with ExitStack() as stack:
        try:
            county = stack.enter_context(serve_county(settings.sample.ports or None))
        except OSError as error:
            raise WrongUse(_ports_in_use(settings, error)) from error
        county.set_night(settings.sample.night)
        yield county.registry_folder


@contextmanager
def serving_if_sample(settings: Settings) -> Iterator[None]:
    """Serve the county while the block runs, in a sample home; do nothing in a real one."""
    with ExitStack() as stack:
        if settings.profile == "sample":
            stack.enter_context(serve_sample(settings))
        yield


def _ports_in_use(settings: Settings, error: OSError) -> str:
    ports = ", ".join(str(port) for port in settings.sample.ports.values())
    return (
        f"the sample county's ports {ports} are not free ({error.strerror}); next: end the run that holds them, "
        f"or change [sample.ports] in {settings.config_file}"
    )


def _config(ports: dict[str, int]) -> str:
    lines = [
        "# Written by `nianbao demo`: figures of a county that does not exist. Never put real data into this folder.",
        'profile = "sample"',
        "years_back = 12  # the county has published since statistics year 2016",
        "",
        "[sample]",
        "night = 1  # 2 serves the county as it is one night later, with a corrected report",
        "",
        "[sample.ports]",
        *(f'"{name}" = {port}' for name, port in ports.items()),
    ]
    return "\n".join(lines) + "\n"


def _choose_ports(hosts: Iterable[str]) -> dict[str, int]:
    """Return a free port per host, below the range of outgoing connections: it must be free tomorrow too."""
    free = (port for port in random.sample(_PORT_RANGE, len(_PORT_RANGE)) if _is_free(port))
    return dict(zip(hosts, free, strict=False))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_name(home: Path) -> Path:
    return home.with_name(f"{home.name}-sample")
