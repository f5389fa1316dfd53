"""Routing: each sample takes the branch that its condition names."""

import torch
from torch import nn


class Route(nn.Module):
    """Take each sample's row from the branch that its condition [B] names: branches of [B, ...] become one [B, ...].

    `table` gives each case, by its number, the number of its branch. A branch that no sample takes gets no
    gradient. With `together` a batch takes one branch, and samples that disagree are an error.
    """

    def __init__(self, branches: tuple[str, ...], table: tuple[int, ...], together: bool = False) -> None:
        super().__init__()
        self.branches = branches
        self.table = table
        self.together = together

    def chosen(self, condition: torch.Tensor) -> torch.Tensor:
        """The number of the branch that each sample takes, [B]; a condition outside the table raises ValueError."""
        outside = (condition < 0) | (condition >= len(self.table))
        if bool(outside.any()):
            value = int(condition[outside][0])
            known = ", ".join(f"{case} ({self.branches[branch]})" for case, branch in enumerate(self.table))
            raise ValueError(f"No branch is for the condition {value}; there are: {known}.")
        return torch.tensor(self.table, device=condition.device)[condition]

    def forward(self, condition: torch.Tensor, *results: torch.Tensor) -> torch.Tensor:
        chosen = self.chosen(condition)
        stacked = torch.stack(results)
        if not self.together:
            return stacked[chosen, torch.arange(len(chosen), device=chosen.device)]
        if bool((chosen != chosen[:1]).any()):
            raise ValueError(
                "The samples of a batch ask for different branches, and a batch takes one branch."
            )
        return stacked.index_select(0, chosen[:1])[0]
