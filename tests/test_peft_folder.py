"""A folder of peft and our LoRA edits are the same change: read from peft, and read by peft."""

import json
from pathlib import Path

import pytest
import torch

from builder import Document, Refused, add, add_edit, add_peft, connect, load_peft, plan, save_peft, to_module

pytestmark = pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing` is deprecated:FutureWarning")
"""Peft asks transformers for it under its old name."""
SMALL = {"hidden_size": 32, "layers": 2, "heads": 4, "intermediate": 64}
QUERY, VALUE = (f"encoder.layer.1.attention.self.{name}" for name in ("query", "value"))


def texts() -> Document:
    document = add(
        add(Document(), "text_input", "text"), "transformers_encoder", "net", architecture="bert", **SMALL
    )
    document = connect(document, "text.ids", "net.ids")
    return connect(add(document, "value_output", "value"), "net.tokens", "value.x")


def ids() -> torch.Tensor:
    return torch.tensor([[101, 7592, 2088, 102], [101, 2204, 3185, 102]])


@pytest.fixture
def theirs(tmp_path: Path) -> tuple[Path, torch.Tensor]:
    """A folder that peft wrote for two layers of our network, and what peft's network gives."""
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(
        r=4, lora_alpha=12, target_modules=["layer.1.attention.self.query", "layer.1.attention.self.value"]
    )
    model = get_peft_model(to_module(texts()).net, config).eval()
    for name, parameter in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter, generator=torch.Generator().manual_seed(3))
    model.save_pretrained(tmp_path)
    with torch.no_grad():
        return tmp_path, model(ids()).last_hidden_state


def test_a_folder_of_peft_becomes_edits_with_its_weights(theirs: tuple[Path, torch.Tensor]) -> None:
    folder, wanted = theirs
    document = add_peft(texts(), "net", folder)
    planned = plan(document)
    assert not planned.problems
    assert sorted(edit.path for edit in document.node("net").edits) == [QUERY, VALUE]
    receipt = planned.nodes["net"].receipt
    assert receipt is not None
    assert (len(receipt.new), receipt.dropped) == (4, ())
    module = to_module(document).eval()
    with torch.no_grad():
        assert not torch.allclose(module(ids(), torch.ones_like(ids())), wanted, atol=1e-3)
        load_peft(module.net, folder)
        assert torch.allclose(module(ids(), torch.ones_like(ids())), wanted, atol=1e-6)


def test_peft_reads_what_is_written(tmp_path: Path) -> None:
    from peft import PeftModel

    document = texts()
    for path in (QUERY, VALUE):
        document = add_edit(document, "net", "wrap", path, "lora", rank=2, alpha=6.0)
    module = to_module(document).eval()
    for name, parameter in module.net.named_parameters():
        if name.endswith("up.weight"):
            torch.nn.init.normal_(parameter)
    save_peft(module.net, tmp_path)
    read = PeftModel.from_pretrained(to_module(texts()).net, str(tmp_path)).eval()
    with torch.no_grad():
        wanted = module(ids(), torch.ones_like(ids()))
        assert torch.allclose(read(ids()).last_hidden_state, wanted, atol=1e-6)
        assert not torch.allclose(to_module(texts()).eval()(ids(), torch.ones_like(ids())), wanted, atol=1e-3)


def refused(folder: Path) -> Refused:
    with pytest.raises(Refused) as caught:
        add_peft(texts(), "net", folder)
    assert caught.value.problem.code == "peft_folder"
    return caught.value


def test_what_is_no_plain_lora_is_refused(theirs: tuple[Path, torch.Tensor]) -> None:
    folder, _ = theirs
    config = json.loads((folder / "adapter_config.json").read_text())
    for change in ({"use_dora": True}, {"rank_pattern": {"query": 8}}, {"bias": "all"}, {"peft_type": "IA3"}):
        (folder / "adapter_config.json").write_text(json.dumps(config | change))
        refused(folder)
    (folder / "adapter_config.json").unlink()
    assert "adapter_config.json" in refused(folder).problem.said


def test_a_folder_for_another_network_changes_nothing(theirs: tuple[Path, torch.Tensor]) -> None:
    folder, _ = theirs
    module = to_module(add_edit(texts(), "net", "wrap", QUERY, "lora", rank=4))
    before = module.net.get_parameter(f"{QUERY}.inserted.down.weight").clone()
    with pytest.raises(Refused) as caught:
        load_peft(module.net, folder)
    assert caught.value.problem.code == "peft_folder"
    assert torch.equal(before, module.net.get_parameter(f"{QUERY}.inserted.down.weight"))


def test_a_network_without_lora_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        save_peft(to_module(texts()).net, tmp_path)
    assert list(tmp_path.iterdir()) == []
