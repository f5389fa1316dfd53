"""What may be taken from the hub: a repository by its name, at one commit that never changes."""

import re
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import Thread
from typing import Any

from builder.problem import Refused, refuse
from builder.writing.build import resolve

PATIENCE = 3.0
"""So many seconds the hub has to answer; the answer holds for `REMEMBERED` seconds."""
REMEMBERED = 600

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


def hub_config(name: str, revision: str) -> Any:
    """The configuration of a network of the hub: the one that is kept here, else the hub's.

    Raises:
        Refused: it is not kept here, and the hub cannot be reached.
    """
    return kept_or_fetched(resolve("transformers.AutoConfig.from_pretrained"), name, revision)


def kept_or_fetched(
    read: Callable[..., Any],
    name: str,
    revision: str,
    *,
    param: str = "name",
    otherwise: str = "clear name to build the architecture untrained",
) -> Any:
    """What a ``from_pretrained`` gives: from what is kept here, and only else from the hub, if it answers.

    Raises:
        Refused: it is not kept here, and the hub cannot be reached.
    """
    told = {"revision": revision, "trust_remote_code": False}
    try:
        return read(name, local_files_only=True, **told)
    except (OSError, ValueError) as error:
        if _offline() or not _answers(_endpoint(), int(time.monotonic()) // REMEMBERED):
            raise _unreachable(name, str(error), param, otherwise) from error
    return read(name, **told)


def _offline() -> bool:
    from huggingface_hub import constants

    return bool(constants.HF_HUB_OFFLINE)


def _endpoint() -> str:
    from huggingface_hub import constants

    return str(constants.ENDPOINT)


@lru_cache(maxsize=8)
def _answers(endpoint: str, _: int) -> bool:
    """Whether a hub answers within a short time; asked once, since a machine without a network asks in vain."""
    found: list[bool] = []

    def ask() -> None:
        from huggingface_hub import get_session

        try:
            get_session().head(endpoint, timeout=PATIENCE)
            found.append(True)
        except Exception:  # noqa: BLE001 - whatever it is, there is no way to the hub
            found.append(False)

    asking = Thread(target=ask, daemon=True)  # looking a name up has no time limit of its own
    asking.start()
    asking.join(PATIENCE)
    return bool(found and found[0])


def _unreachable(name: str, details: str, param: str, otherwise: str) -> Refused:
    why = "this server is told to stay offline" if _offline() else "the hub does not answer"
    return refuse(
        "hub_unreachable",
        f"{name} is not kept on this machine, and {why}.",
        param=param,
        expected="what is kept here, or a way to the hub",
        got="neither",
        next=f"{otherwise[:1].upper()}{otherwise[1:]}, or connect this machine and try again.",
        details=details[:2_000],
    )
