"""The store: documents, jobs and events in one SQLite file of the user's data folder. Saved means on the disk."""

import os
import re
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.problem import refuse

KEPT_REVISIONS = 20
MAX_DOCUMENTS = 200
MAX_TEXT = 2_000_000
MAX_NAME = 120
OWNER = re.compile(r"[A-Za-z0-9_-]{1,80}")
"""Names of owners are made by Netgraft, from a cookie or a login; they are safe as names of folders."""
DATA_FOLDER = "NETGRAFT_DATA"
"""Environment variable that names another data folder."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    owner TEXT NOT NULL, name TEXT NOT NULL, revision INTEGER NOT NULL, saved REAL NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (owner, name, revision)) WITHOUT ROWID;
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


@dataclass(frozen=True)
class Saved:
    """A document as it was saved: its name, revision, time and text (JSON)."""

    name: str
    revision: int
    saved: float
    text: str = ""


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

    def save_document(self, owner: str, name: str, text: str, *, based_on: int | None = None) -> int:
        """Save a document's text as a new revision and return its number.

        Raises:
            Refused: the name or text is not acceptable, or `based_on` is no longer the newest revision.
        """
        _acceptable(name, text)
        with self.writing() as database:
            newest = database.execute(
                "SELECT MAX(revision) FROM documents WHERE owner = ? AND name = ?", (owner, name)
            ).fetchone()[0]
            if based_on is not None and based_on != (newest or 0):
                raise refuse(
                    "stale_document",
                    f"{name!r} was saved elsewhere in the meantime.",
                    expected=f"revision {based_on}",
                    got=f"revision {newest or 0}",
                    next="Open it again to see the other version, or save this one under another name.",
                )
            if newest is None:
                _room(database, owner)
            revision = (newest or 0) + 1
            database.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?)", (owner, name, revision, time.time(), text)
            )
            database.execute(
                "DELETE FROM documents WHERE owner = ? AND name = ? AND revision <= ?",
                (owner, name, revision - KEPT_REVISIONS),
            )
        return revision

    def load_document(self, owner: str, name: str, revision: int | None = None) -> Saved:
        """The newest revision of a document, or the one that is named.

        Raises:
            Refused: this owner has no such document.
        """
        found = self.rows(
            "SELECT name, revision, saved, text FROM documents WHERE owner = ? AND name = ? "
            "AND (? IS NULL OR revision = ?) ORDER BY revision DESC LIMIT 1",
            (owner, name, revision, revision),
        )
        if not found:
            raise refuse(
                "unknown_document",
                f"There is no saved document {name[:MAX_NAME]!r}.",
                expected="one of your documents",
                got=name[:MAX_NAME],
                next="Choose one from the list, or save this one first.",
            )
        return Saved(*found[0])

    def documents(self, owner: str) -> list[Saved]:
        """The newest revision of each of an owner's documents, without its text, the latest first."""
        found = self.rows(
            "SELECT name, MAX(revision), saved FROM documents WHERE owner = ? GROUP BY name ORDER BY saved DESC",
            (owner,),
        )
        return [Saved(*row) for row in found]

    def delete_document(self, owner: str, name: str) -> None:
        """Remove every revision of a document."""
        with self.writing() as database:
            database.execute("DELETE FROM documents WHERE owner = ? AND name = ?", (owner, name))

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


def _acceptable(name: str, text: str) -> None:
    if not 1 <= len(name) <= MAX_NAME or not name.isprintable() or not name.strip():
        raise refuse(
            "document_name",
            "A document needs a name that can be shown.",
            expected=f"1 to {MAX_NAME} characters",
            got=repr(name[:MAX_NAME]),
            next="Choose a shorter name without control characters.",
        )
    if len(text.encode("utf-8", "replace")) > MAX_TEXT:
        raise refuse(
            "document_size",
            "The document is too large to be saved.",
            expected="at most 2 MB",
            got=f"{len(text) / 1e6:.1f} MB",
            next="Remove some nodes.",
        )


def _room(database: sqlite3.Connection, owner: str) -> None:
    count = database.execute(
        "SELECT COUNT(DISTINCT name) FROM documents WHERE owner = ?", (owner,)
    ).fetchone()[0]
    if count >= MAX_DOCUMENTS:
        raise refuse(
            "too_many_documents",
            f"You have {count} saved documents.",
            expected=f"at most {MAX_DOCUMENTS}",
            got=str(count),
            next="Delete one that you no longer need.",
        )
