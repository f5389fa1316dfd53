"""What a start tidies up after a stop that was none: who holds the data folder, and files that nobody finished."""

import shutil
import sqlite3
import time
from contextlib import suppress

from builder.problem import refuse
from builder.store import Store

LEFT_OVER = ("*.part", "*.tmp")
SHARED = ("features", "weights")
"""Folders into which other programs may be writing just now: what is a day old there was left by one that died."""
DAY = 86_400.0


def claim(store: Store) -> sqlite3.Connection:
    """Hold the data folder for this process until the connection is closed or the process ends.

    Raises:
        Refused: another process holds it.
    """
    lock = sqlite3.connect(
        store.folder / "supervisor.lock", timeout=0, isolation_level=None, check_same_thread=False
    )
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        lock.close()
        raise refuse(
            "store_in_use",
            "Another Netgraft is running with this data folder.",
            expected="one server a data folder",
            got=str(store.folder),
            next="Use the one that is running, stop it first, or name another folder in NETGRAFT_DATA.",
        ) from None
    return lock


def sweep(store: Store, known: set[str]) -> None:
    """Remove half-written files, and the folders of runs that the store does not know."""
    for folder in [entry for entry in (store.folder / "runs").iterdir() if entry.is_dir()]:
        if folder.name not in known:
            shutil.rmtree(folder, ignore_errors=True)
    for pattern in LEFT_OVER:
        for place in ("runs", "uploads"):
            for file in (store.folder / place).rglob(pattern):
                with suppress(OSError):
                    file.unlink()
        for place in SHARED:
            for file in (store.folder / place).glob(pattern):
                with suppress(OSError):
                    if time.time() - file.stat().st_mtime > DAY:
                        file.unlink()
