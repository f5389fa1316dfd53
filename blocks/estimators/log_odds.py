"""Log-odds: probabilities without their walls at 0 and 1."""

from typing import final

from blocks.bases.contract import floating
from builder.block import Block, Input, Output, Site
from builder.param import Number
from builder.recipe import Recipe


@final
class LogOdds(Block):
    """Turn each probability p into log(p / (1 - p)), any real number: bell curves fit these better than shares."""

    title = "Log-odds"
    keywords = ("logit", "probability", "second stage", "calibration")
    inputs = {"x": Input("any", "probabilities, between 0 and 1")}
    outputs = {"y": Output("any", "real numbers, the same shape")}
    params = {
        "eps": Number(
            sentence="Probabilities are kept this far from 0 and 1.",
            default=0.0001,
            minimum=1e-7,
            maximum=0.1,
        )
    }

    def declare(self, site: Site) -> Recipe:
        floating(site)
        return Recipe(call=f"torch.logit({{x}}, eps={site.params['eps']})")
