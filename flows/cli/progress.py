"""Rich progress bars over what the stages of a run tell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from flows.cli.terminal import Terminal
from flows.printable import printable
from flows.progress import Listener, Step, listening


@contextmanager
def progress_bars(console: Terminal) -> Iterator[None]:
    """Show one bar per stage on ``console`` while the block runs; on a pipe, one line per finished stage."""
    if not console.is_terminal:
        with listening(_line_printer(console)):
            yield
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, TextColumn("{task.fields[note]}", markup=False), console=console, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def show(step: Step) -> None:
            if step.stage not in tasks:
                tasks[step.stage] = bars.add_task(step.stage, total=step.total, note="")
            bars.update(tasks[step.stage], completed=step.done, total=step.total, note=printable(step.note))

        with listening(show):
            yield


def _line_printer(console: Terminal) -> Listener:
    def show(step: Step) -> None:
        if step.is_finished:
            console.print(f"{step.stage}: {step.note}")

    return show
