"""Boxes from cells: what a box head says at each cell of a map, as boxes in the picture."""

import torch


def boxes_from_cells(raw: torch.Tensor) -> torch.Tensor:
    """Turn shift and size at each cell, B × 4 × H × W, into left, top, right and bottom as shares of the picture.

    The four are dx and dy, within one cell of the cell's middle, and the logarithms of width and height in cells
    (Redmon and Farhadi, "YOLO9000", 2017). Every box lies inside the picture.
    """
    height, width = raw.shape[-2:]
    across = torch.arange(width, device=raw.device) + 0.5
    down = torch.arange(height, device=raw.device)[:, None] + 0.5
    x, y = (across + torch.tanh(raw[:, 0])) / width, (down + torch.tanh(raw[:, 1])) / height
    half_x = raw[:, 2].clamp(-4, 4).exp() / (2 * width)
    half_y = raw[:, 3].clamp(-4, 4).exp() / (2 * height)
    corners = torch.stack([x - half_x, y - half_y, x + half_x, y + half_y], dim=1)
    return corners.clamp(0, 1)
