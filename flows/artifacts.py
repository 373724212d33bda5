"""What Prefect's pages show of a run."""

from __future__ import annotations

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows.recap import Recap


def publish_artifacts(recap: Recap) -> None:
    """Store the recap as a markdown artifact and what could not be taken as a table."""
    create_markdown_artifact(recap.to_markdown(), key=f"{recap.flow}-recap", description=recap.headline())
    if recap.failures:
        rows = [{"what": line} for line in recap.failures]
        create_table_artifact(rows, key=f"{recap.flow}-failures", description="Not taken, with the reason")
