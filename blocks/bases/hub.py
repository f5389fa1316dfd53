"""What may be taken from the hub: a repository by its name, at one commit that never changes."""

import re
from pathlib import Path

from builder.problem import refuse

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,95}(/[A-Za-z0-9][A-Za-z0-9_.-]{0,95})?")
_COMMIT = re.compile(r"[0-9a-f]{40}")


def pinned(name: str, revision: str, *, param: str, otherwise: str) -> None:
    """Refuse a name that is none on the hub, and a revision that is no commit.

    A name that is also a folder here is refused too: it would be read instead of the hub.
    """
    if not _NAME.fullmatch(name) or ".." in name or Path(name).exists():
        raise refuse(
            "hub_name",
            "This is not the name of a repository on the hub.",
            param=param,
            expected="owner/name, such as google/electra-small-discriminator",
            got=name[:80],
            next=f"Copy the name from the hub's page, or {otherwise}.",
        )
    if not _COMMIT.fullmatch(revision):
        raise refuse(
            "revision",
            "What is taken from the hub needs a commit, so that it is the same tomorrow.",
            param="revision",
            expected="a commit: 40 of 0-9 and a-f",
            got=revision[:80] or "nothing",
            next=f"Copy the commit from the repository's history, or {otherwise}.",
        )
