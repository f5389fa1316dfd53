"""What a generated file needs, in words: its own imports, and nothing that comes with Python."""

import pytest

from builder import load, to_source
from builder.documents.examples import example_path
from builder.writing.needs import needs

CASES = {
    "torch alone": ("import torch\nfrom torch import nn\n", ("PyTorch",)),
    "the standard library": ("import re\nfrom collections.abc import Mapping\nimport torch\n", ("PyTorch",)),
    "several, PyTorch first": (
        "from sklearn.linear_model import Ridge\nimport torch.nn as nn\nfrom torch_geometric.nn import GCNConv\n",
        ("PyTorch", "scikit-learn", "PyTorch Geometric"),
    ),
    "a relative import": ("from . import mine\n", ()),
}


@pytest.mark.parametrize(("source", "found"), CASES.values(), ids=CASES)
def test_the_packages_of_a_source(source: str, found: tuple[str, ...]) -> None:
    assert needs(source) == found


@pytest.mark.parametrize(("example", "package"), [("s12", "torchvision"), ("s03", "PyTorch Geometric")])
def test_examples_name_what_they_import(example: str, package: str) -> None:
    found = needs(to_source(load(str(example_path(example)))))
    assert found[0] == "PyTorch"
    assert package in found
