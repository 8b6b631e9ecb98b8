"""Is a file that anybody could have written rather the broken export of a system we know?"""

from __future__ import annotations

from collections.abc import Sequence

from telebatch.ingest.formats.likeness import Likeness
from telebatch.ingest.formats.profiles import Profile
from telebatch.model.errors import InputRefused
from telebatch.model.headings import header_key
from telebatch.model.records import Signature

#: Of its own header a broken export shows this share at least.
_SHARE = 0.5


def nearest_special(signature: Signature, likenesses: Sequence[Likeness], taken: Profile) -> Likeness | None:
    """The known layout of which the file is most likely a broken copy; null: it is a sheet of somebody's own.

    A format without a header of its own takes whatever people write, so it would read such a copy with other meanings.
    The layout shows half of its header at least and knows more of the file's columns than `taken` does.

    Args:
      taken: What the file would be read by.
    """
    header = [header_key(cell) for cell in signature.header or ()]
    if taken.headerless or taken.recognise.header or not header:
        return None
    least = _known(taken, header)
    near = [one for one in likenesses if _is_special(one) and one.profile.name != taken.name and _shows(one, header)]
    near = [one for one in near if _known(one.profile, header) > least]
    return min(near, key=lambda one: _distance(one, header), default=None)


def nearest_general(signature: Signature, likenesses: Sequence[Likeness], taken: Profile) -> Likeness | None:
    """A format of another kind, as open as `taken`, of which the file lacks one column and knows the more of the rest.

    A team's sheet whose result stands under a word nobody knows would be a list of callbacks, or an agent's clock.
    """
    header = [header_key(cell) for cell in signature.header or ()]
    if not taken.recognise.general:
        return None
    others = (one for one in likenesses if one.profile.recognise.general and one.profile.kind != taken.kind)
    least = _known(taken, header)
    near = [one for one in others if len(one.missing) == 1 and _known(one.profile, header) > least]
    return max(near, key=lambda one: _known(one.profile, header), default=None)


def refuse_broken(
    signature: Signature, likenesses: Sequence[Likeness], taken: Profile, file_name: str, *, is_kind_said: bool = False
) -> None:
    """Refuses a file that is no sheet of somebody's own.

    Args:
      is_kind_said: Its source tells what its files are of, so that a sheet of that kind is one.

    Raises:
      InputRefused: With the layout it is like, what it lacks of it, and both ways out.
    """
    near = nearest_special(signature, likenesses, taken)
    if near is None and not is_kind_said:
        near = nearest_general(signature, likenesses, taken)
    if near is None:
        return
    name = near.profile.name
    raise InputRefused(
        f"looks like {name}, but {'; '.join(near.missing[:3])}; as {taken.name} its columns would mean other things",
        place=file_name,
        remedy=f"give it that column; or say --format {name} (what is missing stays empty), or --format {taken.name} "
        "if it is a sheet of your own",
    )


def header_share(profile: Profile, header: Sequence[str]) -> float:
    """How much of the profile's own header the file shows; 1 where it asks for none."""
    there = {header_key(cell) for cell in header}
    wanted = profile.recognise.header
    return sum(header_key(cell) in there for cell in wanted) / len(wanted) if wanted else 1.0


def _distance(one: Likeness, header: Sequence[str]) -> tuple[bool, int, int, str]:
    """A layout that only the file's name or a column too many speaks against comes last: nothing of it is gone."""
    is_whole = header_share(one.profile, header) == 1
    return is_whole, len(one.missing), -_known(one.profile, header), one.profile.name


def _is_special(one: Likeness) -> bool:
    seen = one.profile.recognise
    return bool(seen.header) and not (seen.general or one.profile.headerless or one.profile.kind == "contacts")


def _shows(one: Likeness, header: Sequence[str]) -> bool:
    return header_share(one.profile, header) >= _SHARE


def _known(profile: Profile, header: Sequence[str]) -> int:
    """How many of the file's columns the profile has a name for."""
    heads = (head for names in profile.columns.values() for head in names)
    ours = {header_key(cell) for cell in (*heads, *profile.beside, *profile.recognise.header)}
    return sum(cell in ours for cell in header)
