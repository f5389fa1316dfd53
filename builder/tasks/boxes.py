"""Boxes as outputs: one box and one row of scores at each cell of a map, decoded, compared and thinned out."""

from typing import TYPE_CHECKING, Any, final

import numpy as np

from builder.data.dataset import Array, Column, Dataset
from builder.data.png import png
from builder.tasks.task import Baseline, Params, Seen, Task

if TYPE_CHECKING:
    from torch import Tensor

SIDE = 32
"""Pictures are this small for the baseline."""


@final
class BoxesTask(Task):
    """Each cell answers for the boxes around its middle; all others are background (class 0).

    `results` are boxes [B, 4, H, W] as shares of the picture and scores [B, 1 + K, H, W]; the truth is
    [B, most, 5] as data columns hold it.
    """

    kinds = ("boxes",)

    def truth(self, params: Params, column: Column, rows: Any, results: "tuple[Tensor, ...]") -> "Tensor":
        import torch

        return torch.as_tensor(column.values[np.asarray(rows)])

    def loss(self, params: Params, results: "tuple[Tensor, ...]", truth: "Tensor") -> "Tensor":
        """Cross-entropy at every cell, boxes and background counting alike; at the boxes' cells 1 - GIoU besides.

        Rezatofighi and others, "Generalized intersection over union", 2019.
        """
        from torch.nn import functional
        from torchvision.ops import generalized_box_iou_loss

        boxes, scores = (part.float() for part in results)
        owner = _owners(truth.to(boxes.device), boxes.shape[-2], boxes.shape[-1])
        mine = owner >= 0
        wanted = truth.to(boxes.device).gather(1, owner.clamp(min=0).flatten(1)[..., None].expand(-1, -1, 5))
        classes = ((wanted[..., 4].long() + 1) * mine.flatten(1)).reshape(owner.shape)
        each = functional.cross_entropy(scores, classes, reduction="none")
        found = each[mine].mean() if bool(mine.any()) else each.sum() * 0
        if not bool(mine.any()):
            return each.mean()
        guessed, true = boxes.permute(0, 2, 3, 1)[mine], wanted[..., :4].reshape(*owner.shape, 4)[mine]
        apart = generalized_box_iou_loss(guessed, true, reduction="mean", eps=1e-6)
        return (found + each[~mine].mean()) / 2 + params["box_weight"] * apart

    def guess(self, params: Params, results: "tuple[Tensor, ...]") -> "Tensor":
        """The best detections of each picture, [B, 8, 6]: box, score, class; a score of 0 where there are fewer."""
        import torch

        boxes, scores = (part.float() for part in results)
        return torch.stack([_best(params, *one) for one in zip(boxes, scores, strict=True)])

    def measure(self, params: Params, guesses: "Tensor", truth: "Tensor") -> float:
        """The mean over all true boxes of the overlap with the best of as many detections as the picture has boxes."""
        overlaps = [
            overlap for one, true in zip(guesses, truth, strict=True) for overlap in _overlaps(one, true)
        ]
        return round(float(np.mean(overlaps)), 6) if overlaps else 0.0

    def baseline(
        self, params: Params, dataset: Dataset, column: Column, results: "tuple[Tensor, ...]", width: int
    ) -> Baseline:
        """Linear regression from small pictures to the first box; the constant answer is the mean box."""
        pictures = next((one for one in dataset.columns.values() if one.kind == "image"), None)
        truth = column.values[dataset.test]
        first = column.values[dataset.train][:, 0]
        known = first[first[:, 4] >= 0]
        mean = np.tile(known[:, :4].mean(axis=0), (len(truth), 1))
        constant = self.measure(params, _certain(mean), _tensor(truth))
        if pictures is None:
            return Baseline("constant box", constant, constant)
        from sklearn.linear_model import Ridge

        learned = dataset.train[first[:, 4] >= 0]
        model = Ridge(alpha=10.0).fit(_small(pictures, learned), known[:, :4])
        guessed = np.asarray(model.predict(_small(pictures, dataset.test))).clip(0, 1)
        value = self.measure(params, _certain(guessed), _tensor(truth))
        return Baseline("raw pixels + linear regression", value, constant)

    def answer(self, params: Params, results: "tuple[Tensor, ...]", seen: Seen) -> dict[str, Any]:
        classes = [name.strip() for name in params["names"].split(",") if name.strip()]
        rows = [row for row in self.guess(params, results)[0].tolist() if row[4] >= params["least"]]
        found = [
            {
                "name": _name(classes, int(row[5])),
                "score": row[4],
                "box": [round(side, 4) for side in row[:4]],
            }
            for row in rows
        ]
        picture = next((value for value in seen.columns.values() if _is_picture(value)), None)
        said = ", ".join(_counted(found)) or "nothing found"
        shown = {"picture": png(np.asarray(picture)[0], 256)} if picture is not None else {}
        return {"kind": "boxes", "boxes": found, "said": said, **shown}


def _counted(found: list[dict[str, Any]]) -> list[str]:
    """What was found, class by class: the share of one alone, and of several how many and the best."""
    shares: dict[str, list[float]] = {}
    for one in found:
        shares.setdefault(one["name"], []).append(one["score"])
    return [
        f"{name} ({max(some):.0%})" if len(some) == 1 else f"{len(some)} × {name} (best {max(some):.0%})"
        for name, some in shares.items()
    ]


def _owners(truth: "Tensor", height: int, width: int) -> "Tensor":
    """For each cell the number of the box whose middle half holds the cell's middle, [B, H, W]; else -1.

    The cell that holds a box's middle always belongs to it.
    """
    import torch

    x = (torch.arange(width, device=truth.device) + 0.5) / width
    y = ((torch.arange(height, device=truth.device) + 0.5) / height)[:, None]
    owner = torch.full((len(truth), height, width), -1, device=truth.device)
    for number in range(truth.shape[1]):
        left, top, right, bottom, kind = (part[:, None, None] for part in truth[:, number].unbind(1))
        middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
        near_x = (x - middle_x).abs() <= ((right - left) / 4).clamp(min=0.5 / width)
        near_y = (y - middle_y).abs() <= ((bottom - top) / 4).clamp(min=0.5 / height)
        owner[near_x & near_y & (kind >= 0)] = number
    return owner


def _best(params: Params, boxes: "Tensor", scores: "Tensor") -> "Tensor":
    """The best boxes of one picture after non-maximum suppression, class by class, [8, 6]."""
    import torch
    from torchvision.ops import batched_nms

    shares, kinds = scores.flatten(1).softmax(dim=0)[1:].max(dim=0)
    places = boxes.flatten(1).T
    kept = batched_nms(places, shares, kinds, params["overlap"])[:8]
    rows = torch.cat([places[kept], shares[kept, None], kinds[kept, None].float()], dim=1)
    return torch.nn.functional.pad(rows, (0, 0, 0, 8 - len(rows)))


def _overlaps(detections: "Tensor", truth: "Tensor") -> list[float]:
    """For each true box of one picture the IoU with the best detection of its class; 0 where there is none."""
    from torchvision.ops import box_iou

    true = truth[truth[:, 4] >= 0]
    first = detections[: len(true)]
    overlaps = box_iou(true[:, :4].float(), first[:, :4].float())
    same = (true[:, 4:5] == first[:, 5]) & (first[:, 4] > 0)
    return [float(value) for value in (overlaps * same).amax(dim=1)]


def _certain(boxes: Array) -> "Tensor":
    """One box a picture as detections [n, 1, 6] of the first class."""
    return _tensor(np.concatenate([boxes, np.ones((len(boxes), 1)), np.zeros((len(boxes), 1))], axis=1))[
        :, None
    ]


def _tensor(values: Array) -> "Tensor":
    import torch

    return torch.from_numpy(np.ascontiguousarray(values, dtype=np.float32))


def _small(pictures: Column, rows: Array) -> Array:
    from builder.data.pixels import pixels

    return np.asarray(pixels(pictures.take(rows), SIDE, SIDE, 3).reshape(len(rows), -1))


def _is_picture(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.ndim == 4 and value.dtype == np.uint8


def _name(classes: list[str], kind: int) -> str:
    return classes[kind] if kind < len(classes) else f"class {kind}"
