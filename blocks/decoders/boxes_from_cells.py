"""Boxes from cells: a box for every cell of a map."""

from typing import final

from blocks.bases.contract import floating, rank
from builder.block import Block, Input, Output, Site
from builder.problem import refuse
from builder.recipe import Recipe


@final
class BoxesFromCells(Block):
    """Decode shift and size at each cell of a map into a box inside the picture: B × 4 × H × W, one box a cell."""

    title = "Boxes from cells"
    keywords = ("detector", "bounding box", "decode", "yolo", "anchor", "grid")
    inputs = {"x": Input("map", "dx, dy, log width and log height at each cell")}
    outputs = {"boxes": Output("boxes", "left, top, right and bottom as shares of the picture")}

    def declare(self, site: Site) -> Recipe:
        spec = rank(site, "x", "B × 4 × H × W")
        floating(site)
        if spec.shape[1] != 4:
            raise refuse(
                "box_numbers",
                f"A box takes 4 numbers at each cell, and {spec.shape[1]} arrive.",
                port="x",
                expected="B × 4 × H × W",
                got=spec.text,
                next="Set the channels of the box head to 4.",
            )
        return Recipe("boxes_from_cells({x})", uses=("blocks.modules.boxes_from_cells.boxes_from_cells",))
