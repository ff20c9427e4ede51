"""The root of the command line: which sub-command lives where, and how a refusal is printed."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

import click

from vangnet.cli import dutch
from vangnet.core.errors import VangnetError

# Sub-command -> "module:attribute"; each value is a click command or group.
COMMANDS: dict[str, str] = {
    "authzen": "vangnet.cli.authzen:authzen",
    "backup": "vangnet.cli.backup:backup",
    "check": "vangnet.cli.check:check",
    "events": "vangnet.cli.events:events",
    "demo": "vangnet.cli.demo:demo",
    "law": "vangnet.cli.law:law",
    "logs": "vangnet.cli.logs:logs",
    "messages": "vangnet.cli.messages:command",
    "migrate": "vangnet.cli.migrate:migrate",
    "people": "vangnet.cli.people:people",
    "promises": "vangnet.cli.promises:promises",
    "restore": "vangnet.cli.backup:restore",
    "retention": "vangnet.cli.retention:retention",
    "screenshots": "vangnet.cli.screenshots:command",
    "seed": "vangnet.cli.seed:seed",
    "serve": "vangnet.cli.serve:serve",
    "share": "vangnet.cli.share:share",
    "signals": "vangnet.cli.signals:signals",
    "story": "vangnet.cli.story:story",
    "staff": "vangnet.cli.staff:staff",
    "systems": "vangnet.cli.systems:systems",
    "worker": "vangnet.cli.worker:worker",
}


class LazyGroup(dutch.Group):
    """A group that imports a sub-command only when it is asked for, so `vangnet law` needs no database."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all sub-commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the sub-command, or None when there is no such name."""
        target = COMMANDS.get(cmd_name)
        if target is None:
            return None
        module, attribute = target.split(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return dutch.metavars(command)


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="vangnet", message="%(prog)s, versie %(version)s", help="Laat de versie zien.")
def vangnet() -> None:
    """Vangnet: samen dragen, niemand tussen wal en schip."""


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line; a refusal of Vangnet ends as one clear sentence and exit code 1."""
    dutch.speak()
    dutch.metavars(vangnet)
    try:
        vangnet.main(args=list(argv) if argv is not None else None, prog_name="vangnet")
    except VangnetError as error:
        click.echo(f"vangnet: {error.nl}", err=True)
        for field, message in error.fields.items():
            click.echo(f"  {field}: {message}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
