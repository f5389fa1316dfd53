"""How a case is written: it is given an empty folder, does what is wrong, and gives the problem that is said."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from builder import Document
from builder.fitting import fit
from builder.problem import Fix, Problem, Refused

Case = Callable[[Path], Problem]


def refused(act: Callable[[], object]) -> Problem:
    """The problem for which this is refused."""
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.problem


def sent(found: Mapping[str, Any] | None) -> Problem:
    """The problem that came as JSON from another process or from the server."""
    assert found is not None
    known = {part.name: found[part.name] for part in fields(Problem)}
    fixes = tuple(Fix(**fix | {"changes": tuple(fix["changes"])}) for fix in known["fixes"])
    return Problem(**known | {"inside": tuple(known["inside"]), "fixes": fixes})


def failed(events: Iterable[Mapping[str, Any]]) -> Problem:
    """The problem with which a run ends."""
    *_, last = events
    assert last["event"] == "failed"
    return sent(last["problem"])


def trained(document: Document, **settings: Any) -> Problem:
    """The problem with which a short training on wine ends; on other data where settings name them."""
    return failed(fit(document, settings={"data": "wine", "epochs": 1} | settings, device="cpu"))
