"""What is decided for a device: the precision by measuring, and which pictures stay there. No time is asserted."""

import pytest
import torch

from builder.fitting import precision, resident
from builder.fitting.device import accelerator_for
from builder.fitting.precision import clear, half_pays
from builder.fitting.resident import Resident


@pytest.mark.parametrize(
    ("full", "half", "pays"), [(8.0, 1.0, True), (2.0, 1.0, True), (1.9, 1.0, False), (1.0, 24.0, False)]
)
def test_half_precision_pays_where_it_is_clearly_faster(full: float, half: float, pays: bool) -> None:
    assert clear(full, half) is pays


def test_a_product_takes_time_in_both_precisions() -> None:
    for dtype in (torch.float32, torch.bfloat16):
        assert precision.seconds(torch.device("cpu"), dtype, side=32) > 0


def test_it_is_decided_once_and_by_what_was_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def seconds(device: torch.device, dtype: torch.dtype) -> float:
        asked.append(dtype)
        return {torch.float32: 1.0, torch.bfloat16: 0.1}[dtype]

    monkeypatch.setattr(precision, "seconds", seconds)
    half_pays.cache_clear()
    try:
        assert half_pays("cpu")
        assert half_pays("cpu")
    finally:
        half_pays.cache_clear()
    assert asked == [torch.float32, torch.bfloat16]


def test_what_cannot_multiply_in_half_precision_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> float:
        raise RuntimeError("not implemented for 'BFloat16'")

    monkeypatch.setattr(precision, "seconds", refuse)
    half_pays.cache_clear()
    try:
        assert not half_pays("cpu")
    finally:
        half_pays.cache_clear()


def test_a_processor_computes_in_full_precision_whatever_is_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.fitting.device.half_pays", lambda kind: True)
    assert accelerator_for("cpu").mixed_precision == "no"


class Pictures:
    """Makes pictures that hold their own place, and counts how often each is made."""

    def __init__(self) -> None:
        self.made: list[int] = []

    def __call__(self, places: torch.Tensor) -> torch.Tensor:
        self.made += places.tolist()
        return places.float().view(-1, 1, 1, 1).expand(-1, 3, 4, 5)


def test_each_picture_is_prepared_once_and_looked_up_afterwards() -> None:
    make, kept = Pictures(), Resident(10)
    for places in ([3, 1], [1, 5, 3], [9, 0, 5, 1], [9, 3]):
        found = kept.of(torch.tensor(places), make)
        assert found.shape == (len(places), 3, 4, 5)
        assert torch.equal(found, Pictures()(torch.tensor(places)))
    assert sorted(make.made) == [0, 1, 3, 5, 9]


def test_they_come_with_the_channels_last() -> None:
    kept = Resident(4)
    kept.of(torch.tensor([0]), Pictures())
    assert kept.of(torch.tensor([0, 1]), Pictures()).is_contiguous(memory_format=torch.channels_last)


def test_without_room_each_is_prepared_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resident, "free", lambda device: 4 * 3 * 4 * 5 * 10)
    make, kept = Pictures(), Resident(10)
    for _ in range(2):
        assert torch.equal(kept.of(torch.tensor([2]), make), Pictures()(torch.tensor([2])))
    assert make.made == [2, 2]


def test_the_room_of_a_processor_is_known() -> None:
    assert resident.free(torch.device("cpu")) > 0
    assert resident.free(torch.device("meta")) == 0
