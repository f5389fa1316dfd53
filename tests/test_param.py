"""Parameters: what JSON makes of a number is still a number."""

import pytest

from builder.param import Number
from builder.registry import default_registry


@pytest.mark.parametrize(
    ("value", "fine"), [(0.5, True), (1, True), (0, True), (2, False), (True, False), ("1", False)]
)
def test_a_number_may_be_whole_since_json_writes_one_as_1(value: object, fine: bool) -> None:
    assert (Number(sentence="How much.").check("p", value) is None) == fine


def test_the_catalogue_says_which_parameter_chooses_the_weights() -> None:
    blocks = {block["id"]: block for block in default_registry().catalogue()["blocks"]}
    assert blocks["torchvision"]["weights_param"] == "weights"
    assert blocks["linear"]["weights_param"] is None
