"""The store: what it calls saved is on the disk, and nobody reads what is another's."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.problem import Refused
from builder.store import KEPT_REVISIONS, MAX_DOCUMENTS, Store

ROOT = Path(__file__).parents[1]

_WRITER = """
import sys
from builder.store import Store
store = Store.open(sys.argv[1])
for number in range(100_000):
    revision = store.save_document("ada", "net", f"text {number}" + "x" * 20_000)
    print(revision, number, flush=True)
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "data")
    yield opened
    opened.close()


def test_a_document_comes_back(store: Store) -> None:
    assert store.save_document("ada", "net", "one") == 1
    assert store.save_document("ada", "net", "two", based_on=1) == 2
    newest, first = store.load_document("ada", "net"), store.load_document("ada", "net", 1)
    assert (newest.revision, newest.text, first.text) == (2, "two", "one")
    assert [(saved.name, saved.revision, saved.text) for saved in store.documents("ada")] == [("net", 2, "")]


def test_another_owner_has_another_shelf(store: Store) -> None:
    store.save_document("ada", "net", "hers")
    assert store.documents("mallory") == []
    with pytest.raises(Refused) as caught:
        store.load_document("mallory", "net")
    assert caught.value.problem.code == "unknown_document"
    store.delete_document("mallory", "net")
    assert store.save_document("mallory", "net", "his") == 1
    assert store.load_document("ada", "net").text == "hers"


def test_a_document_that_was_saved_elsewhere_is_not_overwritten(store: Store) -> None:
    store.save_document("ada", "net", "one")
    store.save_document("ada", "net", "two", based_on=1)
    with pytest.raises(Refused) as caught:
        store.save_document("ada", "net", "three", based_on=1)
    assert caught.value.problem.code == "stale_document"
    assert store.load_document("ada", "net").text == "two"


def test_old_revisions_and_too_many_documents_go(store: Store) -> None:
    for number in range(KEPT_REVISIONS + 5):
        store.save_document("ada", "net", str(number))
    kept = [row["text"] for row in store.rows("SELECT text FROM documents ORDER BY revision")]
    assert kept == [str(number) for number in range(5, KEPT_REVISIONS + 5)]
    for number in range(MAX_DOCUMENTS - 1):
        store.save_document("ada", f"other {number}", "")
    with pytest.raises(Refused) as caught:
        store.save_document("ada", "one more", "")
    assert caught.value.problem.code == "too_many_documents"
    assert store.save_document("ada", "net", "still fine") == KEPT_REVISIONS + 6


@pytest.mark.parametrize("name", ["", " ", "x" * 121, "a\nb", "a\u202eb"], ids=repr)
def test_a_name_can_be_shown(store: Store, name: str) -> None:
    with pytest.raises(Refused) as caught:
        store.save_document("ada", name, "")
    assert caught.value.problem.code == "document_name"


def test_a_text_has_a_limit(store: Store) -> None:
    with pytest.raises(Refused) as caught:
        store.save_document("ada", "net", "é" * 1_000_001)
    assert caught.value.problem.code == "document_size"


def test_nothing_that_was_called_saved_is_lost_by_kill_9(tmp_path: Path) -> None:
    for _ in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            lines = [writer.stdout.readline() for _ in range(40)]
            os.kill(writer.pid, signal.SIGKILL)
            lines += writer.stdout.readlines()
        told = [line.split() for line in lines if line.endswith("\n")]
        store = Store.open(tmp_path)
        try:
            for revision, number in told[-KEPT_REVISIONS + 1 :]:
                assert store.load_document("ada", "net", int(revision)).text.startswith(f"text {number}x")
            assert store.rows("PRAGMA integrity_check")[0][0] == "ok"
        finally:
            store.close()


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    def half() -> None:
        with store.writing() as database:
            database.execute("INSERT INTO documents VALUES ('ada', 'net', 1, 0, 'half')")
            raise RuntimeError("the other half")

    with pytest.raises(RuntimeError, match="other half"):
        half()
    assert store.documents("ada") == []


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
