"""Action output: a value for each action of an agent leaves the network."""

from typing import final

from blocks.bases.contract import floating, rank
from builder.block import Input, OutputBlock, Site
from builder.param import Choice, Number, Text
from builder.problem import refuse
from builder.recipe import Recipe


@final
class ActionOutput(OutputBlock):
    """Hand out a value for each action; they are learnt by acting in the data's world, or by matching others: B × A.

    Mnih and others, "Human-level control through deep reinforcement learning", 2015.
    """

    title = "Action output"
    keywords = ("reinforcement", "q-learning", "dqn", "policy", "agent", "grid world")
    task = "actions"
    inputs = {
        "values": Input("logits", "how good each action is"),
        "like": Input(
            "logits", "values that these are to become, from a part that knows them", optional=True
        ),
    }
    params = {
        "target": Text(sentence="The data column that is 1 for each best action.", default="best"),
        "names": Text(
            sentence="What the actions are called, in order, with commas.", default="right, down, left, up"
        ),
        "loss": Choice(
            sentence="acting: by trying actions in the world; match: by the wire at like; none: not trained on.",
            default="acting",
            choices=("acting", "match", "none"),
        ),
        "discount": Number(sentence="What a reward one step later is worth.", default=0.9),
        "weight": Number(
            sentence="What this loss counts for beside other outputs.", default=1.0, maximum=1_000.0
        ),
        "metric": Choice(
            sentence="best_actions: share of rows in which the highest value is that of a best action.",
            default="best_actions",
            choices=("best_actions",),
        ),
    }

    def declare(self, site: Site) -> Recipe:
        values = rank(site, "values", "B × A")
        floating(site, "values")
        matches = site.params["loss"] == "match"
        if matches != site.has("like"):
            raise refuse(
                "match_wire",
                "These values are to become like others, and none arrive."
                if matches
                else "Values arrive that these could become like, and the loss does not look at them.",
                port="like",
                param="loss",
                expected="a wire at like with the loss match, or neither",
                got="no wire" if matches else f"a wire, and the loss {site.params['loss']}",
                next="Connect the values of the part that knows, or choose another loss.",
            )
        if site.has("like") and site.spec("like").shape != values.shape:
            raise refuse(
                "match_shapes",
                "Values can only become like others that have the same shape.",
                port="like",
                expected=values.text,
                got=site.spec("like").text,
                next="Let both parts end in the same number of actions.",
            )
        return Recipe(call="{values}")
