"""Commands that answer a question: one person, the whole day, history, proof, formats."""

from __future__ import annotations

from pathlib import Path

import click

from telebatch.cli.options import FILE, Common, common, writing


@click.command()
@click.argument("whom", metavar="NUMBER|LEAD")
@click.option("--on", "shift", metavar="SHIFT", help="Why in or not in the queue of that shift.")
@common
def explain(common: Common, whom: str, shift: str | None) -> None:
    """Everything known and decided about one person, in order of time."""
    from telebatch.pipeline.explain import explain_lead

    common.say(explain_lead(common.house(), whom, shift))


@click.command()
@common
def status(common: Common) -> None:
    """What is due, waits, or is wrong, per project, on one screen."""
    from telebatch.pipeline.status import status_of

    common.say(status_of(common.house()))


class _ListsByDefault(click.Group):
    """Without a sub-command it lists, and takes the options of that."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Options without a sub-command are those of `list`."""
        asks_help = bool(args) and args[0] in self.get_help_option_names(ctx)
        return super().parse_args(ctx, ["list", *args] if args and args[0].startswith("-") and not asks_help else args)


@click.group(cls=_ListsByDefault, invoke_without_command=True)
@click.pass_context
def batches(ctx: click.Context) -> None:
    """The history of batches; show one, or undo one."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_batches)


@batches.command("list")
@common
def list_batches(common: Common) -> None:
    """Every batch, the latest last."""
    from telebatch.pipeline.history import history

    common.say(history(common.house()))


@batches.command()
@click.argument("number", type=int)
@common
def show(common: Common, number: int) -> None:
    """One batch: its inputs, its figures, what it wrote."""
    from telebatch.pipeline.history import show_batch

    common.say(show_batch(common.house(), number))


@batches.command()
@click.argument("number", type=int)
@click.option("--with-do-not-calls", is_flag=True, help="Also take back who asked not to be contacted.")
@writing
def undo(common: Common, number: int, with_do_not_calls: bool) -> None:
    """Take one batch out, as if its file had never come; released queues and do-not-calls stay."""
    from telebatch.pipeline.undo import undo_batch

    house = common.house()
    common.say(undo_batch(house, number, with_requests=with_do_not_calls, dry_run=common.dry_run))


@click.group()
def store() -> None:
    """Proof and upkeep of the store."""


@store.command("check")
@common
def check_store(common: Common) -> None:
    """Prove counts and hashes of everything stored, and that state equals a fold of all facts."""
    from telebatch.pipeline.upkeep import check_store as check

    common.say(check(common.house()))


@store.command()
@writing
def compact(common: Common) -> None:
    """Merge small segments and collect what crashes left behind."""
    from telebatch.pipeline.upkeep import compact_store

    common.say(compact_store(common.house(), dry_run=common.dry_run))


@click.group(invoke_without_command=True)
@click.pass_context
def formats(ctx: click.Context) -> None:
    """Known result formats, and what a file would be recognised as."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_formats)


@formats.command("list")
@common
def list_formats(common: Common) -> None:
    """Every format profile, shipped and your own."""
    from telebatch.pipeline.formats import known_formats

    common.say(known_formats(common.house()))


@formats.command("try")
@click.argument("file", type=FILE)
@common
def try_file(common: Common, file: Path) -> None:
    """What a file would be recognised as, and why; values are masked."""
    from telebatch.pipeline.formats import try_format

    common.say(try_format(common.house(), file))


@formats.command("show")
@click.argument("name")
@common
def show_format(common: Common, name: str) -> None:
    """One format: how it is recognised, its columns, key, units, zone, and where its rules come from."""
    from telebatch.pipeline.formats import show_format as show

    common.say(show(common.house(), name))
