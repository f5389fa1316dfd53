"""Room for pictures: how much memory they may take as they are, and where they go otherwise."""

from pathlib import Path

from builder.data.limits import MAX_HELD, SIDE
from builder.planning.budget import installed

SHARE = 4
"""One part in so many of a machine's memory, and no more, may hold pictures."""


def room_for_pictures() -> int:
    """Bytes of memory that pictures may take: MAX_HELD of them, or less on a small machine.

    It does not depend on what is free just now, so that a machine always reads the same data in the same way.
    """
    most = MAX_HELD * SIDE * SIDE * 3
    whole = installed()
    return most if whole is None else min(most, whole // SHARE)


def scratch_folder() -> Path:
    """The folder of this application's files that can be made again."""
    from platformdirs import user_cache_path

    return user_cache_path("netgraft")
