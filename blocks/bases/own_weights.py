"""The parameter of backbones that may begin with a weights file of one's own; `builder.declaring` heeds it."""

from builder.param import Param, WeightsFile


def file_param() -> dict[str, Param]:
    """Which file fills the network."""
    return {
        "file": WeightsFile(
            title="Own weights",
            sentence="A safetensors file of your own with this network's weights, by the name that it gets here.",
        )
    }
