"""Plans of single nodes kept on the disk: what was planned once needs no torch in the next process."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from builder.planning.planned import NodePlan
from builder.planning.stamp import stamp
from builder.planning.tagged import Tagged
from builder.recipe import New, Operation, Recipe
from builder.sizes import Symbolic
from builder.spec import Spec
from builder.store import data_folder
from builder.surgery.receipt import Receipt
from builder.surgery.survey import Count, Inside, Stage

ROOM = 20_000
"""At most so many plans are kept; beyond that the file begins anew."""

_TEXT = Tagged((NodePlan, Recipe, New, Operation, Spec, Symbolic, Count, Inside, Stage, Receipt))
_FAULTS = (OSError, sqlite3.Error, ValueError, KeyError, TypeError)


class KeptPlans:
    """Sound plans of nodes in one file of the data folder.

    The file's name holds the versions of the libraries and the state of our own code, so that nothing is kept
    across a change of either. What cannot be read or written is planned again: a fault here is never a fault
    of the document.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / f"plans-{stamp()}.db"

    @classmethod
    def open(cls) -> "KeptPlans":
        """The plans kept in the user's data folder."""
        return cls(data_folder() / "plans")

    def get(self, key: object) -> NodePlan | None:
        """The plan that was kept under a key, if there is one."""
        if not self._file.exists():
            return None
        with suppress(*_FAULTS), self._open() as database:
            row = database.execute("SELECT body FROM plans WHERE key = ?", (_digest(key),)).fetchone()
            found = _TEXT.loads(row[0]) if row else None
            return found if isinstance(found, NodePlan) else None
        return None

    def put(self, key: object, plan: NodePlan) -> None:
        """Keep a sound plan. One with a problem is not kept: its cause may lie outside, such as a lost connection."""
        if plan.problems:
            return
        with suppress(*_FAULTS):
            body = _TEXT.dumps(plan)
            if not self._file.exists():
                self._begin()
            with self._open() as database:
                database.execute("INSERT OR REPLACE INTO plans VALUES (?, ?)", (_digest(key), body))
                (count,) = database.execute("SELECT count(*) FROM plans").fetchone()
                if count > ROOM:
                    database.execute("DELETE FROM plans")

    def _begin(self) -> None:
        folder = self._file.parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in folder.glob("plans-*.db"):
            old.unlink(missing_ok=True)
        with self._open() as database:
            database.execute(
                "CREATE TABLE IF NOT EXISTS plans (key TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID"
            )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        database = sqlite3.connect(self._file, timeout=0.5)
        try:
            with database:
                yield database
        finally:
            database.close()


def _digest(key: object) -> str:
    return hashlib.sha256(repr(key).encode()).hexdigest()
