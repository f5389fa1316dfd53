"""The store: what it calls written is on the disk."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.problem import Refused
from builder.store import Store

ROOT = Path(__file__).parents[1]

_WRITER = """
import sys
from builder.jobs.ledger import Ledger
from builder.store import Store
ledger = Ledger(Store.open(sys.argv[1]))
for number in range(100_000):
    ledger.append("job", {"event": "step", "step": number, "said": "x" * 20_000})
    print(number, flush=True)
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "data")
    yield opened
    opened.close()


def test_nothing_that_was_called_written_is_lost_by_kill_9(tmp_path: Path) -> None:
    for _ in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            lines = [writer.stdout.readline() for _ in range(40)]
            os.kill(writer.pid, signal.SIGKILL)
            lines += writer.stdout.readlines()
        told = [int(line) for line in lines if line.endswith("\n")]
        store = Store.open(tmp_path)
        try:
            kept = [json.loads(row["body"])["step"] for row in store.rows("SELECT body FROM events")]
            assert set(told) <= set(kept)
            assert store.rows("PRAGMA integrity_check")[0][0] == "ok"
        finally:
            store.close()


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    def half() -> None:
        with store.writing() as database:
            database.execute("INSERT INTO events VALUES ('job', 1, 'half')")
            raise RuntimeError("the other half")

    with pytest.raises(RuntimeError, match="other half"):
        half()
    assert store.rows("SELECT * FROM events") == []


def test_a_folder_that_cannot_be_used_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Refused) as caught:
        Store.open(tmp_path / "file")
    assert caught.value.problem.code == "store"
    (tmp_path / "netgraft.sqlite3").write_text(
        "this is no database, and it is long enough to be looked at" * 20
    )
    with pytest.raises(Refused) as caught:
        Store.open(tmp_path)
    assert caught.value.problem.code == "store"


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETGRAFT_DATA", str(tmp_path / "elsewhere"))
    store = Store.open()
    assert store.folder == tmp_path / "elsewhere"
    store.close()
    assert (tmp_path / "elsewhere").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("owner", ["", "..", "a/b", "a b", "ä", "x" * 81])
def test_uploads_stay_in_their_folder(store: Store, owner: str) -> None:
    with pytest.raises(ValueError, match="letters"):
        store.uploads(owner)


def test_a_secret_stays(tmp_path: Path) -> None:
    first = Store.open(tmp_path)
    key = first.secret("owner")
    first.close()
    second = Store.open(tmp_path)
    assert second.secret("owner") == key
    assert second.secret("other") != key
    assert len(key) == 32
    second.close()
