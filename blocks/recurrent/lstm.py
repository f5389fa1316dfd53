"""LSTM: a sequence read with a memory that is kept apart."""

from typing import final

from blocks.bases.recurrent import Recurrent, recurrent_params
from builder.block import Site
from builder.param import Integer
from builder.problem import refuse
from builder.recipe import Recipe


@final
class LSTM(Recurrent):
    """Read a sequence step by step with a gated memory (Hochreiter and Schmidhuber, 1997)."""

    title = "LSTM"
    keywords = ("sequence", "memory", "text", "time")
    builds = "torch.nn.LSTM"
    state = "{result}[1][0]"
    params = {
        **recurrent_params(),
        "proj_size": Integer(sentence="Width that leaves; 0 for hidden_size.", default=0, minimum=0),
    }

    def declare(self, site: Site) -> Recipe:
        narrow, hidden = site.params["proj_size"], site.params["hidden_size"]
        if narrow >= hidden:
            raise refuse(
                "bounds",
                f"proj_size makes what leaves narrower than the state, and {narrow} is not less than "
                f"{hidden}.",
                param="proj_size",
                expected=f"0 to {hidden - 1}",
                got=str(narrow),
                next="Set proj_size to 0 to leave the width as it is.",
            )
        return super().declare(site)
