"""The command line speaks Dutch whole: also what the library says of options, arguments and what does not fit."""

from __future__ import annotations

from typing import Any, Final

import click
from click import core, decorators, exceptions, formatting, parser, types

# What click says -> what we say. A sentence that is missing here stays English; a test holds the common ones.
WORDS: Final[dict[str, str]] = {
    "Usage:": "Gebruik:",
    "Options": "Opties",
    "Commands": "Opdrachten",
    "Show this message and exit.": "Laat deze uitleg zien.",
    "Show the version and exit.": "Laat de versie zien.",
    "%(prog)s, version %(version)s": "%(prog)s, versie %(version)s",
    "Try '{command} {option}' for help.": "Uitleg: {command} {option}",
    "Error: {message}": "vangnet: {message}",
    "Aborted!": "Gestopt.",
    "default: {default}": "standaard: {default}",
    "required": "verplicht",
    "Missing command.": "Zeg welke opdracht je wilt.",
    "No such command {name!r}.": "De opdracht {name} bestaat niet.",
    "No such option {name!r}.": "De optie {name} bestaat niet.",
    "Did you mean {possibility}?": "Bedoelde je {possibility}?",
    "(Did you mean one of: {possibilities}?)": "Bedoelde je een van deze: {possibilities}?",
    "Missing argument": "Dit ontbreekt:",
    "Missing option": "Deze optie ontbreekt:",
    "Invalid value: {message}": "Dit past niet: {message}",
    "Invalid value for {param_hint}: {message}": "Dit past niet bij {param_hint}: {message}",
    "Choose from:\n\t{choices}": "Kies uit:\n\t{choices}",
    "{name} {filename!r} does not exist.": "{name} {filename} bestaat niet.",
    "{name} {filename!r} is a directory.": "{filename} is een map.",
    "{name} {filename!r} is a file.": "{filename} is een bestand.",
    "{name} {filename!r} is not readable.": "{name} {filename} kan niet worden gelezen.",
    "{name} {filename!r} is not writable.": "In {name} {filename} kan niet worden geschreven.",
    "File": "Bestand",
    "file": "bestand",
    "Directory": "Map",
    "directory": "map",
    "Path": "Pad",
    "path": "pad",
    "{value!r} is not a valid {number_type}.": "{value} is geen getal.",
    "{value} is not in the range {range}.": "{value} ligt niet in {range}.",
    "{value!r} is not {choice}.": "{value} is niet {choice}.",
    "{value!r} is not one of {choices}.": "{value} is geen van deze: {choices}.",
    "{value!r} does not match the format {format}.": "{value} is geen datum. Schrijf jaar-maand-dag, zoals 2026-11-27.",
    "{value!r} does not match the formats {formats}.": "{value} is geen datum. Schrijf jaar-maand-dag, zoals 2026-11-27.",
    "Option {name!r} does not take a value.": "Bij de optie {name} hoort geen waarde.",
    "Option {name!r} requires an argument.": "Bij de optie {name} hoort een waarde.",
    "Got unexpected extra argument ({args})": "Dit is te veel: {args}",
    "Got unexpected extra arguments ({args})": "Dit is te veel: {args}",
}


def said(message: str) -> str:
    """Return a sentence of the library in Dutch; what has none stays as it is."""
    return WORDS.get(message, message)


def counted(one: str, more: str, count: int) -> str:
    """Return a sentence of the library with a number in it in Dutch."""
    return said(one if count == 1 else more)


def speak() -> None:
    """Let the library speak Dutch in this process; `main` calls it, and nothing that serves pages does."""
    for module in (core, decorators, exceptions, formatting, parser, types):
        words: dict[str, Any] = vars(module)
        if "_" in words:
            words["_"] = said
        if "ngettext" in words:
            words["ngettext"] = counted


class Group(click.Group):
    """A group whose list tells each sub-command in a whole sentence, and not in the first forty letters of one."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the names of the sub-commands with their first sentence."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, one.get_short_help_str(limit=300)) for name, one in found if one is not None and not one.hidden]
        if rows:
            with formatter.section(said("Commands")):
                formatter.write_dl(rows)


class Day(click.DateTime):
    """A day, typed as year-month-day."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return what stands behind the option in its help."""
        return "JJJJ-MM-DD"


def metavars(command: click.Command) -> click.Command:
    """Return a command, its groups included, whose line of use has no English in it."""
    command.options_metavar = "[OPTIES]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "OPDRACHT ..."
        for one in command.commands.values():
            metavars(one)
    return command
