"""The parameter of backbones that may begin with a weights file of one's own; `builder.declaring` heeds it."""

from builder.param import Param, Text


def file_param() -> dict[str, Param]:
    """Which file fills the network."""
    return {
        "file": Text(
            sentence="A safetensors file of your own with this network's weights, by the name it got here; "
            "empty for none.",
            default="",
        )
    }
