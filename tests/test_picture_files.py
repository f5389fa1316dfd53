"""Pictures that memory has no room for: read while the network learns, and learnt from as others are."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

from builder import Document, add, connect, freeze, save
from builder.data import Dataset, load_own
from builder.data import picture_files as module
from builder.data.folder import load_folder
from builder.data.picture_files import PictureFiles
from builder.data.pictures_of_files import Reading
from builder.data.scratch import Scratch
from builder.fitting import fit, resident
from builder.problem import Refused
from tests.test_own_folders import zipped

COUNT = 12
"""Pictures of each class."""
SETTINGS = {"epochs": 3, "batch": 4, "learning_rate": 0.01, "seed": 3}


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Two classes of noise, one of them brighter."""
    draw = np.random.default_rng(0)
    for name, top in (("dark", 120), ("light", 256)):
        (tmp_path / "photos" / name).mkdir(parents=True)
        for number in range(COUNT):
            pixels = draw.integers(0, top, (40, 56, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(tmp_path / "photos" / name / f"{number:02d}.png")
    return tmp_path / "photos"


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the pictures that were decoded one by one, in order."""
    found: list[str] = []
    real = module.read_picture

    def read(source: Any, *, name: str) -> Any:
        found.append(name)
        return real(source, name=name)

    monkeypatch.setattr(module, "read_picture", read)
    return found


def apart(photos: Path, scratch: Path) -> Dataset:
    """The pictures, none of which may stay in memory."""
    return load_folder(photos, how=Reading(room=0, folder=scratch))


def network(frozen: str = "") -> Document:
    """Pictures of 16 x 16, two convolutions of which some are frozen, and two classes."""
    made = add(Document(title="Light"), "image_input", "source", size=16)
    made = add(add(made, "conv2d", "front", out_channels=4), "conv2d", "behind", out_channels=4)
    made = add(add(made, "global_average_pool", "pool"), "linear", "scores", out_features=2)
    made = add(made, "class_output", "kind")
    for wire in (
        "source.image>front.x",
        "front.y>behind.x",
        "behind.y>pool.x",
        "pool.y>scores.x",
        "scores.y>kind.x",
    ):
        made = connect(made, *wire.split(">"))
    return freeze(made, frozen) if frozen else made


def drawing() -> Document:
    """Pictures that are drawn again: they are the target as well."""
    made = add(Document(title="Again"), "image_input", "source", size=16)
    made = connect(add(made, "conv2d", "draw", out_channels=3, padding=1), "source.image", "draw.x")
    return connect(add(made, "picture_output", "again"), "draw.y", "again.x")


def told(data: Dataset, document: Document, folder: Path, **more: Any) -> tuple[Any, dict[str, torch.Tensor]]:
    """Everything that a run says of losses and metrics, and the weights that it leaves."""
    events = list(fit(document, data=data, settings=SETTINGS, device="cpu", checkpoint=folder, **more))
    assert events[-1]["event"] == "finished", events[-1]
    figures = [
        (event["losses"], event["train"], event["test"]) for event in events if event["event"] == "epoch"
    ]
    return (figures, events[-1]["test"], events[-1]["baseline"]), load_file(folder / "model.safetensors")


def no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Scratch, "of", lambda *_: None)


def no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor may prepared pictures stay, so that each epoch asks for all of them again."""
    monkeypatch.setattr(resident, "free", lambda _: 0)


def neither(monkeypatch: pytest.MonkeyPatch) -> None:
    no_disk(monkeypatch)
    no_room(monkeypatch)


@pytest.mark.parametrize("spoil", [lambda _: None, no_disk, no_room, neither])
@pytest.mark.parametrize(
    "document", [network(), network("front"), drawing()], ids=["learns", "frozen", "drawing"]
)
def test_it_learns_the_same_to_the_last_bit(
    photos: Path,
    tmp_path: Path,
    document: Document,
    spoil: Callable[[pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said, weights = told(load_folder(photos), document, tmp_path / "held")
    spoil(monkeypatch)
    again, others = told(apart(photos, tmp_path / "scratch"), document, tmp_path / "apart")
    assert again == said
    assert weights.keys() == others.keys()
    assert all(torch.equal(weights[name], others[name]) for name in weights)


def test_a_picture_is_decoded_once(
    photos: Path, tmp_path: Path, decoded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    no_room(monkeypatch)
    told(apart(photos, tmp_path / "scratch"), network(), tmp_path / "run")
    assert sorted(decoded) == sorted({*decoded})
    assert len(decoded) == 2 * COUNT


def test_what_is_kept_behind_a_frozen_part_asks_for_no_picture_again(
    photos: Path, tmp_path: Path, decoded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    neither(monkeypatch)
    data = apart(photos, tmp_path)
    epochs = [
        len(decoded)
        for event in fit(network("front"), data=data, settings=SETTINGS, device="cpu")
        if event["event"] == "epoch"
    ]
    assert epochs[0] == epochs[-1]


def test_the_next_batch_is_read_while_one_is_worked_on(photos: Path, decoded: list[str]) -> None:
    files = sorted(photos.rglob("*.png"))
    pictures = PictureFiles(files, [file.name for file in files], 8)
    parts = [np.arange(start, start + 4) for start in range(0, 2 * COUNT, 4)]
    for part, following in pairwise(parts):
        pictures.ahead(following)
        pictures[part]
        before = len(decoded)
        pictures.ahead(following)  # is on its way already
        assert (pictures[following] == np.stack([pictures[row] for row in following])).all()
        assert len(decoded) <= before + 2 * len(following)
        assert len(pictures._coming) <= 8


def test_only_the_last_batches_that_were_named_stay_in_memory(photos: Path) -> None:
    files = sorted(photos.rglob("*.png"))
    pictures = PictureFiles(files, [file.name for file in files], 8)
    for start in range(0, 2 * COUNT, 4):
        pictures.ahead(np.arange(start, start + 4))
    assert list(pictures._coming) == list(range(2 * COUNT - 8, 2 * COUNT))


def test_it_is_said_where_the_pictures_are(
    photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_folder(photos).notes[-1] == "All 24 pictures fit into memory."
    said = apart(photos, tmp_path).notes[-1]
    assert said.startswith(
        "24 pictures need 3.61 MB, and 0 kB of memory are set aside for them: each is read while"
    )
    assert "kept on the disk until the run ends" in said
    no_disk(monkeypatch)
    assert "the disk has no room" in apart(photos, tmp_path).notes[-1]


def closed(data: Dataset) -> None:
    run = fit(network(), data=data, settings=SETTINGS, device="cpu")
    next(event for event in run if event["event"] == "step")
    run.close()  # type: ignore[attr-defined]


def stopped(data: Dataset) -> None:
    asked = iter(range(100))
    assert [*fit(network(), data=data, settings=SETTINGS, stop=lambda: next(asked) >= 2)][-1]["stopped"]


@pytest.mark.parametrize("end", [closed, stopped], ids=lambda end: end.__name__)
def test_a_run_that_ends_early_leaves_nothing(
    end: Callable[[Dataset], None], photos: Path, tmp_path: Path
) -> None:
    before = {thread.ident for thread in threading.enumerate()}
    data = apart(photos, tmp_path / "scratch")
    end(data)
    assert list((tmp_path / "scratch").iterdir()) == []
    mine = [thread for thread in threading.enumerate() if thread.name.startswith("pictures")]
    del data
    for thread in mine:
        if thread.ident not in before:
            thread.join(20)
            assert not thread.is_alive()


def test_a_picture_that_is_cut_short_is_named_when_it_is_met(photos: Path, tmp_path: Path) -> None:
    whole = (photos / "dark" / "07.png").read_bytes()
    (photos / "dark" / "07.png").write_bytes(whole[: len(whole) // 2])
    *_, last = fit(network(), data=apart(photos, tmp_path), settings=SETTINGS)
    assert last["event"] == "failed"
    assert last["problem"]["code"] == "data_image"
    assert last["problem"]["said"] == "'dark/07.png' cannot be read as a picture."


def test_a_picture_that_is_removed_while_the_network_learns_is_named(photos: Path, tmp_path: Path) -> None:
    data = apart(photos, tmp_path)
    (photos / "light" / "03.png").unlink()
    *_, last = fit(network(), data=data, settings=SETTINGS)
    assert last["problem"]["code"] == "data_file"
    assert "light/03.png" in last["problem"]["said"]


def unreadable(path: Path) -> None:
    path.write_text("this is no picture")


def huge(path: Path) -> None:
    Image.new("1", (5000, 4000)).save(path)


@pytest.mark.parametrize(("spoil", "word"), [(unreadable, "dark/x.png"), (huge, "5000 × 4000")])
def test_a_file_that_is_no_picture_is_named_before_anything_is_learnt(
    photos: Path, tmp_path: Path, spoil: Callable[[Path], None], word: str
) -> None:
    spoil(photos / "dark" / "x.png")
    with pytest.raises(Refused) as caught:
        apart(photos, tmp_path)
    assert caught.value.problem.code == "data_image"
    assert word in str(caught.value)


def test_a_zip_is_read_like_its_folder_without_being_unpacked_for_good(photos: Path, tmp_path: Path) -> None:
    data = load_own(zipped(photos, tmp_path / "photos.zip"), room=0)
    assert isinstance(data.columns["image"].values, PictureFiles)
    (tmp_path / "photos.zip").unlink()  # what is open stays
    held = load_folder(photos).columns["image"].values
    assert (data.columns["image"].take(np.arange(2 * COUNT)) == held).all()


def test_a_zip_that_changes_while_it_is_read_is_refused(photos: Path, tmp_path: Path) -> None:
    data = load_own(zipped(photos, tmp_path / "photos.zip"), room=0)
    with (tmp_path / "photos.zip").open("r+b") as file:
        file.write(bytes(4_000))
    with pytest.raises(Refused, match=r"cannot be read from the zip file any more") as caught:
        data.columns["image"].take(np.arange(2 * COUNT))
    assert caught.value.problem.code == "data_zip"


def test_the_pictures_of_a_table_stay_in_their_files_too(photos: Path, tmp_path: Path) -> None:
    lines = [
        f"{name}/{number:02d}.png,{number % 5}.5,{name}"
        for name in ("dark", "light")
        for number in range(COUNT)
    ]
    (photos / "table.csv").write_text("\n".join(["picture,size,label", *lines]))
    held, late = load_own(photos), load_own(photos, room=0)
    assert isinstance(late.columns["image"].values, PictureFiles)
    assert (late.columns["image"].take(held.rows) == held.columns["image"].take(held.rows)).all()


def test_the_digest_is_that_of_the_files(photos: Path, tmp_path: Path) -> None:
    first, second = (apart(photos, tmp_path).fingerprint() for _ in range(2))
    assert first == second
    Image.new("RGB", (40, 56), "red").save(photos / "dark" / "00.png")
    assert apart(photos, tmp_path).fingerprint() != first


def test_a_stopped_run_goes_on_to_the_same_losses(photos: Path, tmp_path: Path) -> None:
    def losses(**more: Any) -> list[float]:
        run = fit(
            network(), data=apart(photos, tmp_path / "scratch"), settings=SETTINGS, device="cpu", **more
        )
        return [event["loss"] for event in run if event["event"] == "epoch"]

    asked = iter(range(100))
    whole = losses()
    losses(stop=lambda: next(asked) >= 6, checkpoint=tmp_path / "run")
    assert losses(resume=tmp_path / "run") == whole


def test_two_processes_learn_what_one_learns(photos: Path, tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "sitecustomize.py").write_text(
        "from builder.data import limits\nlimits.MAX_HELD = 4\n"
    )
    save(network(), tmp_path / "light.json")
    weights = []
    for processes in ("1", "2"):
        command = [sys.executable, "-m", "builder", "train", str(tmp_path / "light.json"), "--epochs", "2"]
        command += ["--data", str(photos), "--processes", processes, "-o", str(tmp_path / processes)]
        path = f"{tmp_path / 'small'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
        places = {
            "NETGRAFT_DATA": str(tmp_path / "data"),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "PYTHONPATH": path,
        }
        done = subprocess.run(command, env=os.environ | places, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "each is read while the network learns" in done.stdout
        weights.append(load_file(tmp_path / processes / "model.safetensors"))
    one, two = weights
    assert max(float((one[name] - two[name]).abs().max()) for name in one) < 1e-5
