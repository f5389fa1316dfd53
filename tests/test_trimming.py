"""Padding is cut where nothing depends on it: the same numbers as with all of it, and never where it matters."""

from typing import Any

import numpy as np
import pytest
import torch

from builder import Document, add, connect, default_registry, freeze
from builder.data import Column, Dataset, load
from builder.fitting import fit, settings_of
from builder.fitting.feed import _lengths
from builder.fitting.order import BUCKET, batches
from builder.fitting.running import Run
from builder.fitting.setup import run_of
from builder.fitting.trimming import trim
from builder.planning.planning import plan
from tests.test_fit import mlp

COUNT = 48
SETTINGS = {"batch": 4, "epochs": 2, "learning_rate": 0.01}


def texts() -> Dataset:
    """Texts of 1 to 24 words, happy or sad; the longest are in the test."""
    draw = np.random.default_rng(0)
    labels = np.arange(COUNT + 8) % 2
    lengths = [*draw.integers(1, 13, COUNT), *range(17, 25)]
    words = (("good", "great", "fine"), ("bad", "poor", "sad"))
    values = [
        " ".join(draw.choice(words[label], length)) for label, length in zip(labels, lengths, strict=True)
    ]
    columns = {"text": Column("text", values), "mood": Column("label", labels, ("happy", "sad"))}
    rows = np.arange(COUNT + 8)
    return Dataset("texts", "Texts", columns, rows[:COUNT], rows[COUNT:], "mood")


def network(mean: str = "masked_mean", *, frozen: bool = False) -> Document:
    """Words -> a vector each -> their mean -> two scores."""
    document = add(Document(), "text_input", "text")
    document = connect(
        add(document, "embedding", "words", num_embeddings=30_522, embedding_dim=8), "text.ids", "words.x"
    )
    document = connect(add(document, mean, "mean"), "words.y", "mean.x")
    if mean == "masked_mean":
        document = connect(document, "text.mask", "mean.mask")
    document = connect(add(document, "linear", "scores", out_features=2), "mean.y", "scores.x")
    document = connect(add(document, "class_output", "mood", target="mood"), "scores.y", "mood.x")
    return freeze(document, "words") if frozen else document


def with_tokens() -> Document:
    """The same with a recurrent layer over the frozen words, so that every token is kept."""
    document = add(network(frozen=True), "lstm", "lstm", hidden_size=4)
    document = connect(connect(document, "words.y", "lstm.x"), "text.mask", "lstm.mask")
    document = connect(add(document, "linear", "later", out_features=2), "lstm.last", "later.x")
    return connect(add(document, "class_output", "again", target="mood"), "later.y", "again.x")


def begun(document: Document) -> Run:
    settings = settings_of(document, SETTINGS)
    run, _ = run_of(document, default_registry(), texts(), settings, "cpu")
    run.network.module.train()
    list(run.begin(1, lambda: False, first=True))
    return run


def widths(run: Run, rows: Any) -> set[int]:
    return {value.shape[1] for value in run.features.feed.arguments(rows, torch.device("cpu")).values()}


@pytest.mark.parametrize("frozen", [False, True])
def test_a_batch_is_as_wide_as_its_own_longest_text(frozen: bool) -> None:
    run = begun(network(frozen=frozen))
    feed, rows = run.features.feed, run.dataset.rows
    lengths = feed.lengths(rows)
    assert lengths is not None
    assert feed.trimmed
    for part in (rows[:1], rows[3:9], rows[-8:]):
        longest = feed.lengths(part)
        assert longest is not None
        assert widths(run, part) == {int(longest.max())}


@pytest.mark.parametrize("frozen", [False, True])
def test_the_losses_are_those_with_all_of_the_padding(frozen: bool) -> None:
    """The same batches in the same order: what was cut changes no loss, no metric and no gradient."""
    found = []
    for cut in (True, False):
        run = begun(network(frozen=frozen))
        run.features.feed.trimmed = cut
        losses = []
        for number in range(6):
            rows = run.dataset.train[number * 8 : number * 8 + 8]
            losses.append(float(run.step(rows, epoch=1, number=number, meters=run.meters())["total"]))
        found.append((losses, run.evaluate(run.dataset.test), run.network.module.state_dict()))
    assert found[0][0] == pytest.approx(found[1][0], abs=1e-6)
    assert found[0][1] == found[1][1]
    for name, tensor in found[0][2].items():
        assert torch.allclose(tensor, found[1][2][name], atol=1e-5), name


def test_kept_features_are_those_of_each_text_alone() -> None:
    run = begun(network(frozen=True))
    assert run.features.kept
    for row in (run.dataset.train[5], run.dataset.test[-1]):
        alone = run.network.fixed(run.features.feed.arguments([row], torch.device("cpu")))
        looked_up = run.features.of([row])
        assert all(torch.allclose(looked_up[name], value, atol=1e-6) for name, value in alone.items())


@pytest.mark.parametrize(
    "document", [network("token_mean"), with_tokens()], ids=["padding counts", "every token is kept"]
)
def test_padding_stays_where_it_matters(document: Document) -> None:
    run = begun(document)
    assert not run.features.feed.trimmed
    assert len({*widths(run, run.dataset.rows[:1]), *widths(run, run.dataset.rows)}) == 1
    assert run.features.lengths(run.dataset.train) is None


def test_what_cannot_be_tried_keeps_its_padding(monkeypatch: pytest.MonkeyPatch) -> None:
    run = begun(network())
    monkeypatch.setattr(run.network.module, "eval", lambda: 1 / 0)
    trim(run.network, run.features.feed, run.dataset.rows)
    assert not run.features.feed.trimmed


def test_numbers_have_no_padding() -> None:
    run, _ = run_of(mlp(), default_registry(), load("wine"), settings_of(mlp(), {}), "cpu")
    list(run.begin(1, lambda: False, first=True))
    assert not run.features.feed.trimmed


def test_texts_of_one_length_share_a_batch() -> None:
    lengths = torch.arange(1_000).flip(0) % 97
    found = batches(1_000, 10, seed=1, epoch=2, lengths=lengths)
    assert sorted(torch.cat(found).tolist()) == list(range(1_000))
    assert [len(part) for part in found] == [10] * 100
    spread = [int(lengths[part].max() - lengths[part].min()) for part in found]
    plain = [int(lengths[part].max() - lengths[part].min()) for part in batches(1_000, 10, seed=1, epoch=2)]
    assert sum(spread) < sum(plain) / (BUCKET / 2)
    again = batches(1_000, 10, seed=1, epoch=2, lengths=lengths)
    assert all(torch.equal(one, other) for one, other in zip(found, again, strict=True))
    assert not torch.equal(torch.cat(found), torch.cat(batches(1_000, 10, seed=1, epoch=3, lengths=lengths)))


def test_a_single_row_joins_another_batch_of_its_length() -> None:
    sizes = [len(part) for part in batches(9, 4, seed=0, epoch=1, lengths=torch.arange(9))]
    assert sorted(sizes) == [4, 5]


def test_buckets_are_for_texts_that_enter_what_learns() -> None:
    whole, kept = begun(network()), begun(network(frozen=True))
    assert whole.features.lengths(whole.dataset.train) is not None
    assert kept.features.lengths(kept.dataset.train) is None


def test_a_run_on_texts_ends_and_repeats_itself() -> None:
    first, second = (
        [event["loss"] for event in fit(network(), data=texts(), settings=SETTINGS, device="cpu")
         if event["event"] == "epoch"]
        for _ in range(2)
    )  # fmt: skip
    assert len(first) == 2
    assert first == second


def test_a_mask_that_begins_with_padding_is_cut_behind_its_last_token_only() -> None:
    mask = torch.tensor([[0, 1, 1, 0, 0], [1, 0, 0, 0, 0], [0, 0, 0, 0, 0]])
    found = _lengths(plan(network()), "text", {"ids": mask, "mask": mask})
    assert found is not None
    assert found.tolist() == [3, 1, 1]
