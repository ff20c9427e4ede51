"""The `vangnet` command: the same product without a screen. Sub-commands load only when called."""

from vangnet.cli.root import main

__all__ = ["main"]
