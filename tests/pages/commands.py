"""docs/commands.md: every command and option as the program tells them, exit codes, the object of `--json`."""

import click

from telebatch.cli.group import program
from telebatch.model.errors import ExitCode


def commands_page():
    """Every command's help, as the program says it, and the exit codes."""
    parts = [
        "# Commands",
        "Made from the program itself (`make docs`); `telebatch COMMAND --help` says the same.",
        "## Exit codes",
        "| code | meaning |\n|---|---|\n" + "\n".join(f"| {code.value} | {MEANINGS[code]} |" for code in ExitCode),
    ]
    parts += [
        "## The object of `--json`",
        JSON_TOLD,
        "| key | holds |\n|---|---|\n" + "\n".join(f"| `{key}` | {told} |" for key, told in JSON_KEYS.items()),
    ]
    parts += [f"## {name}\n\n```text\n{text}```" for name, text in helps()]
    return "\n\n".join(parts) + "\n"


JSON_TOLD = """`--json` prints exactly one object to stdout, whatever happens; words go to stderr only where the
command ends in an error, and then the object is `{"error": ["place: what; remedy", …], "exit_code": N}`.
Counts keep the law of conservation: `records = callable + verify + rejected` for contact lists, `records + unfolded =
attempts + replaced + already_seen + no_result + not_ours + quarantined` for call results, `leads = queued + not_queued`
for a shift; blank lines are counted apart."""

#: Keys of the object in their order → what each holds.
JSON_KEYS = {
    "command": "the command, with its sub-command",
    "batch": "number of the batch that was committed; null: none, or a dry run",
    "as_of": "the instant the command stood in, ISO 8601 with offset",
    "inputs": "one object per file: `path`, `sha256`, `records`, `batch`, `state` (taken, same_as_before, refused), `counts`",
    "counts": "name → whole number, summed over all inputs",
    "reasons": "reason → rows",
    "files": "outputs, relative to the workspace",
    "warnings": "what a person should know, `place: what; remedy`; refused files first",
    "answer": "what a question is answered with; only where the command is a question",
    "exit_code": "the same number the process ends with",
}

MEANINGS = {
    ExitCode.DONE: "done",
    ExitCode.FAULT: "a fault of telebatch; nothing was changed",
    ExitCode.USAGE: "wrong usage: an unknown option, project, period, batch …",
    ExitCode.REFUSED: "every input was refused, or a settings file is wrong; nothing was changed",
    ExitCode.STORE: "the store is busy, damaged or cannot be written; nothing was changed",
    ExitCode.LOOK: "done, but a person should look: some file refused, rows in quarantine, unmapped codes, calls of a "
    "closed period, …",
}


def helps():
    """(command, help text) of every command and sub-command, in the order of the work."""
    top = click.Context(program, info_name="telebatch", max_content_width=100, terminal_width=100)
    for name in program.list_commands(top):
        command = program.get_command(top, name)
        yield from _helps_of(f"telebatch {name}", command, top, name)


def _helps_of(title, command, parent, name):
    context = click.Context(command, info_name=name, parent=parent, max_content_width=100, terminal_width=100)
    yield title, command.get_help(context) + "\n"
    if isinstance(command, click.Group):
        for inner in sorted(command.list_commands(context)):
            yield from _helps_of(f"{title} {inner}", command.get_command(context, inner), context, inner)
