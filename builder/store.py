"""The store: jobs, events and keys in one SQLite file of the user's data folder. Written means on the disk."""

import os
import re
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from builder.problem import refuse

OWNER = re.compile(r"[A-Za-z0-9_-]{1,80}")
"""Names of owners are made by Netgraft, from a cookie or a login; they are safe as names of folders."""
DATA_FOLDER = "NETGRAFT_DATA"
"""Environment variable that names another data folder."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, kind TEXT NOT NULL, slot TEXT NOT NULL, payload TEXT NOT NULL,
    status TEXT NOT NULL, submitted REAL NOT NULL, started REAL, ended REAL, cancelling INTEGER NOT NULL DEFAULT 0,
    result TEXT, problem TEXT);
CREATE INDEX IF NOT EXISTS jobs_by_owner ON jobs (owner, submitted);
CREATE INDEX IF NOT EXISTS jobs_by_status ON jobs (status, slot);
CREATE TABLE IF NOT EXISTS events (
    job TEXT NOT NULL, number INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (job, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Store:
    """One SQLite file and the folders beside it. Threads share one connection; each process opens its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    @classmethod
    def open(cls, folder: str | Path | None = None) -> "Store":
        """Open the store in a folder: the one given, the one in NETGRAFT_DATA, or the user's data folder.

        Raises:
            Refused: the folder or the file in it cannot be used.
        """
        store = cls(Path(folder or data_folder()).absolute())
        try:
            for part in ("", "runs", "uploads"):
                (store.folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)
            with store.writing() as database:
                for statement in _SCHEMA.split(";"):
                    database.execute(statement)
        except (OSError, sqlite3.DatabaseError) as error:
            raise refuse(
                "store",
                f"The data folder cannot be used: {error}.",
                expected="a folder that can be written to",
                got=str(store.folder),
                next=f"Free some space, mend its permissions, or name another folder in {DATA_FOLDER}.",
            ) from error
        return store

    @property
    def file(self) -> Path:
        return self.folder / "netgraft.sqlite3"

    def run_folder(self, job: str) -> Path:
        """Where the files of a job lie. The id comes from the store, never from a request as it is."""
        return self.folder / "runs" / job

    def uploads(self, owner: str) -> Path:
        """The folder of an owner's own data, made if need be."""
        if not OWNER.fullmatch(owner):
            raise ValueError("an owner's name holds only letters, digits, - and _")
        folder = self.folder / "uploads" / owner
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def close(self) -> None:
        """Close the connection of this process."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is on the disk when the block ends, and undone when it raises."""
        with self._lock:
            connection = self._connected()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """The rows that a query gives."""
        with self._lock:
            return self._connected().execute(statement, values).fetchall()

    def secret(self, name: str) -> bytes:
        """A random key of this data folder, made when it is first asked for."""
        with self.writing() as database:
            database.execute("INSERT OR IGNORE INTO secrets VALUES (?, ?)", (name, secrets.token_hex(32)))
        return bytes.fromhex(self.rows("SELECT value FROM secrets WHERE name = ?", (name,))[0]["value"])

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            connection = sqlite3.connect(self.file, timeout=20, isolation_level=None, check_same_thread=False)
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            self._connection = connection
        return self._connection


def data_folder() -> Path:
    """The folder in NETGRAFT_DATA, or else the user's data folder for Netgraft."""
    from platformdirs import user_data_path

    return Path(os.environ.get(DATA_FOLDER) or user_data_path("netgraft", appauthor=False)).absolute()
