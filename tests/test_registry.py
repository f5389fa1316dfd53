"""The registry: blocks are found by their files, and a refused one changes nothing."""

import json
import subprocess
import sys
from itertools import groupby
from pathlib import Path
from typing import final

import pytest

from builder.block import Block, Input, Output, Site
from builder.problem import Refused
from builder.recipe import Recipe
from builder.registry import Registry, RegistryError, default_registry

HEAVY = ("torch", "torchvision", "transformers", "torch_geometric", "sklearn", "gradio", "pandas")


def test_the_catalogue_survives_json() -> None:
    catalogue = default_registry().catalogue()
    assert json.loads(json.dumps(catalogue, allow_nan=False)) == catalogue
    assert {block["id"] for block in catalogue["blocks"]} == {entry.id for entry in default_registry()}


def test_in_the_catalogue_blocks_for_one_kind_of_data_stand_together() -> None:
    inputs = [block for block in default_registry().catalogue()["blocks"] if block["category"] == "inputs"]
    kinds = [block["outputs"][0]["kind"] for block in inputs]
    assert kinds[0] == "image"
    assert len(list(groupby(kinds))) == len(set(kinds)) > 4


def test_loading_the_blocks_imports_nothing_heavy() -> None:
    text = f"""
import sys
from builder.registry import Registry
assert len(Registry.default().entries) > 100
print(sorted(set({HEAVY}) & set(sys.modules)))
"""
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", text], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@final
class Plain(Block):
    """Pass on what arrives."""

    title = "Plain"
    inputs = {"x": Input("any", "anything")}
    outputs = {"y": Output("any", "the same")}

    def declare(self, site: Site) -> Recipe:
        return Recipe(call="{x}")


class Nameless(Plain):  # type: ignore[misc]
    pass


Nameless.__doc__ = None


class Strange(Plain):  # type: ignore[misc]
    """Take what no wire carries."""

    inputs = {"x": Input("smell", "a smell")}


REFUSED = {
    "a duplicate": ("plain", "layers", Plain(), "registered already"),
    "a category that is not there": ("plain_two", "cheese", Plain(), "no category"),
    "a file with another name": ("plane", "layers", Plain(), "does not bear"),
    "no docstring": ("nameless", "layers", Nameless(), "no docstring"),
    "a kind that is not there": ("strange", "layers", Strange(), "no kind of wire"),
}


@pytest.mark.parametrize(("block_id", "category", "block", "said"), REFUSED.values(), ids=REFUSED)
def test_a_refused_block_leaves_the_registry_as_it_was(
    block_id: str, category: str, block: Block, said: str
) -> None:
    registry = Registry()
    registry.add("plain", "layers", Plain())
    before = dict(registry.entries)
    with pytest.raises(RegistryError, match=said):
        registry.add(block_id, category, block)
    assert registry.entries == before


def test_an_unknown_block_suggests_the_nearest_names() -> None:
    with pytest.raises(Refused) as caught:
        default_registry().get("conv_2d")
    assert caught.value.problem.code == "unknown_block"
    assert "conv2d" in caught.value.problem.expected


ONE = '"""One."""\nfrom tests.test_registry import Plain as Base\n'
PACKAGES = {
    "two blocks in a file": (
        "two",
        ONE + "class One(Base):\n    'One.'\nclass Two(Base):\n    'Two.'\n",
        "holds 2",
    ),
    "no block in a file": ("none", ONE, "holds 0"),
    "a class with another name": ("other", ONE + "class One(Base):\n    'One.'\n", "does not bear"),
}


@pytest.mark.parametrize(("file", "text", "said"), PACKAGES.values(), ids=PACKAGES)
def test_a_file_holds_exactly_one_block_of_its_name(
    file: str, text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = f"palette_of_{file}"
    folder = tmp_path / package / "layers"
    folder.mkdir(parents=True)
    (tmp_path / package / "__init__.py").touch()
    (folder / "__init__.py").touch()
    (folder / f"{file}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(RegistryError, match=said):
        Registry.from_package(package)
