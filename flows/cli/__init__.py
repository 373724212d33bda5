"""The `nianbao` command. One module per group of commands; heavy libraries are imported where a command needs them."""

from flows.cli.app import main

__all__ = ["main"]
