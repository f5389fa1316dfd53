"""The shared part of RNN, GRU and LSTM: a sequence is read step by step, and a state is carried along."""

from typing import ClassVar

from blocks.bases.attention_mask import over_tokens
from blocks.bases.contract import features, floating, rank
from blocks.bases.torch_layer import TorchLayer
from builder.block import Input, Output, Site
from builder.formula import Formula, kept, product
from builder.param import Boolean, Integer, Number, Param
from builder.problem import refuse
from builder.recipe import New, Recipe


def recurrent_params() -> dict[str, Param]:
    """The parameters that all three share, in torch's order."""
    return {
        "input_size": Integer(sentence="Width of each step that arrives.", inferred=True),
        "hidden_size": Integer(sentence="Width of the state.", default=128),
        "num_layers": Integer(sentence="Layers on top of each other.", default=1, maximum=64),
        "bias": Boolean(sentence="Add learnt offsets.", default=True),
        "dropout": Number(sentence="Dropped between layers while training; needs two layers.", default=0.0),
        "bidirectional": Boolean(sentence="Read backwards as well, and join both.", default=False),
    }


class Recurrent(TorchLayer):
    """Read a sequence step by step. `state` is the expression of the last states over {result}."""

    state: ClassVar[str] = "{result}[1]"
    written = ("hidden_size",)
    inputs = {
        "x": Input("tokens", "a sequence of vectors"),
        "mask": Input("mask", "1 for real steps and 0 for padding at the end", optional=True),
    }
    outputs = {
        "sequence": Output("tokens", "the state at every step"),
        "last": Output("vector", "the state after the last step"),
    }

    def declare(self, site: Site) -> Recipe:
        rank(site, "x", "B × T × C")
        floating(site)
        width = features(site, "input_size")
        outputs = {"sequence": "{result}[0]"}
        if site.has("mask"):
            over_tokens(site, "mask", "x")
        if not site.has("mask") or "last" in site.wanted:
            outputs["last"] = self._last(site)
        single = site.params["num_layers"] == 1 and site.params["dropout"]
        note = "dropout acts between layers, and there is only one" if single else ""
        return Recipe(module=self._built(site, width), outputs=outputs, note=note)

    def formula(self, site: Site, port: str) -> Formula:
        spec = site.spec("x")
        ways = 2 if site.params["bidirectional"] else 1
        width = product((ways, site.params["hidden_size"]), "directions times hidden_size")
        batch, steps = kept(spec.shape[0]), kept(spec.shape[1])
        return (batch, width) if port == "last" else (batch, steps, width)

    def _built(self, site: Site, width: int) -> New:
        between = {"dropout": None} if site.params["num_layers"] == 1 else {}
        return self.module(site, input_size=width, batch_first=True, **between)

    def _last(self, site: Site) -> str:
        if not site.has("mask"):
            both = f"{self.state}[-2:].transpose(0, 1).flatten(1)"
            return both if site.params["bidirectional"] else f"{self.state}[-1]"
        if site.params["bidirectional"]:
            raise refuse(
                "mask_direction",
                "Read backwards, a padded sequence begins with its padding, so there is no exact last state "
                "here.",
                port="mask",
                expected="one direction, or no mask",
                got="bidirectional with a mask",
                next="Use the output sequence with a masked mean, or switch bidirectional off.",
            )
        end = "({mask}.long().sum(dim=1) - 1).clamp(min=0)[:, None, None]"
        return f"{{result}}[0].take_along_dim({end}, dim=1)[:, 0]"
