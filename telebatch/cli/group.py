"""The group of all commands, and the one place where an error becomes an exit code."""

from __future__ import annotations

import difflib
import gc
import sys
from typing import Any

import click

from telebatch import __version__
from telebatch.cli import say
from telebatch.model.errors import TelebatchError, WrongUsage

#: Command → (module, attribute, one-line help). The help stands here so that `--help` imports no command.
COMMANDS: tuple[tuple[str, str, str, str], ...] = (
    ("init", "start", "init", "Make a working workspace with two example projects and sample lists."),
    ("demo", "start", "demo", "Run the main job on the sample lists and say where to look."),
    ("check", "start", "check", "Read everything a person can edit and report all mistakes at once."),
    ("prequalify", "verbs", "prequalify", "Contact lists → verdicts: callable, verify, rejected."),
    ("split", "verbs", "split", "Facts → call queues, call sheets, mailing lists for one shift."),
    ("ingest", "verbs", "ingest", "Result files → attempts and outcomes, one commit per file."),
    ("classify", "verbs", "classify", "List result codes, or decide again after a map was edited."),
    ("report", "verbs", "report", "Render the review of a project for a week, a day or a half-day."),
    ("suppress", "lists", "suppress", "Who must not be contacted: add, import, remove, test, export."),
    ("verify", "lists", "verify", "Ask a data supplier, take the answers, see what they cost."),
    ("touch", "lists", "touch", "Take in what was sent by other media, and what came back."),
    ("nightly", "night", "nightly", "For cron: take in the inbox, render due reviews, build the next shift."),
    ("lead", "people", "lead", "Show one lead, or set callback, close, hold, agent, number, title."),
    ("forget", "people", "forget", "Erase a person on request: what names them goes, counts stay."),
    ("explain", "questions", "explain", "Everything known and decided about one number or lead."),
    ("status", "questions", "status", "What is due, waits, or is wrong, per project."),
    ("batches", "questions", "batches", "The history of batches; show or undo one."),
    ("store", "questions", "store", "Proof and upkeep of the store."),
    ("formats", "questions", "formats", "Known result formats, and what a file would be recognised as."),
)


class LazyGroup(click.Group):
    """Knows its commands by name and imports one only when it runs or shows its own help."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order of the work, not of the alphabet."""
        return [name for name, *_ in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Imports the one module that holds the command."""
        for name, module, attribute, _ in COMMANDS:
            if name == cmd_name:
                found = getattr(__import__(f"telebatch.cli.{module}", fromlist=[attribute]), attribute)
                return found if isinstance(found, click.Command) else None
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Writes the list from the table above, importing nothing."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, _, _, told in COMMANDS])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Adds a did-you-mean to an unknown command."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1)
            meant = f" Did you mean {near[0]!r}?" if near and "Did you mean" not in error.message else ""
            raise click.UsageError(error.message + meant, ctx) from error


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="telebatch")
@click.pass_context
def program(ctx: click.Context) -> None:
    """Prepares call lists every shift, takes in results every night, and shows how each project is doing."""
    if ctx.invoked_subcommand is None:
        status = program.commands.get("status") or program.get_command(ctx, "status")
        if status is not None:
            ctx.invoke(status)


#: New objects until garbage is looked for; Python's own figure is 700.
_OBJECTS = 1_000_000


def main(arguments: list[str] | None = None) -> None:
    """Runs one command; every error ends here as words and an exit code, never as a traceback."""
    # A command loads thousands of small objects that stay until it ends: looking among them for garbage is in vain.
    gc.set_threshold(_OBJECTS)
    given = sys.argv[1:] if arguments is None else arguments
    as_json, debug = "--json" in given, "--debug" in given
    shown_on = sys.stdout
    try:
        program.main(args=given, prog_name="telebatch", standalone_mode=False)
    except click.ClickException as error:
        _say_usage(error, as_json=as_json)
    except click.Abort:
        sys.exit(130)
    except TelebatchError as error:
        say.say_error(error, as_json=as_json)
    except SystemExit:
        # Click puts another one there where its reader has gone (`| head`), and ends as for a fault; nothing is wrong.
        if sys.stdout is not shown_on:
            sys.exit(0)
        raise
    except OSError as fault:
        say.say_disk(fault, as_json=as_json, debug=debug)
    except Exception as fault:
        say.say_fault(fault, as_json=as_json, debug=debug)


def _say_usage(error: click.ClickException, *, as_json: bool) -> None:
    remedy = "see telebatch --help"
    context: Any = getattr(error, "ctx", None)
    if context is not None:
        remedy = f"see {context.command_path} --help"
    say.say_error(WrongUsage(error.format_message().rstrip("."), remedy=remedy), as_json=as_json)
