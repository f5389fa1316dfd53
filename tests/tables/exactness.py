"""Shapes and types of every module's output, predicted without values, against what a real run gives.

    python -m tests.tables.exactness [name ...]

Each network is small and random. It is run without values under `builder.weightless.answers.Answers`, twice, the
second time from the table, and then for real, in evaluation and in training; every call of every module inside is
compared.
"""

import sys
import warnings
from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from builder.weightless.answers import Answers

Made = tuple[nn.Module, dict[str, torch.Tensor]]


def images(size: int = 64, channels: int = 3) -> torch.Tensor:
    return torch.rand(2, channels, size, size)


def ids(length: int = 7, most: int = 50) -> torch.Tensor:
    return torch.randint(3, most, (2, length))


def torchvision(name: str, size: int = 64, **settings: Any) -> Callable[[], Made]:
    def make() -> Made:
        from torchvision import models

        return models.get_model(name, weights=None, **settings), {"": images(size)}

    return make


def segmentation() -> Made:
    from torchvision.models.segmentation import deeplabv3_resnet50

    return deeplabv3_resnet50(weights=None, weights_backbone=None), {"": images(64)}


def detection() -> Made:
    """The part of a detector that can be told before it looks at values: its body with the feature pyramid."""
    from torchvision.models.detection import fasterrcnn_mobilenet_v3_large_fpn

    whole = fasterrcnn_mobilenet_v3_large_fpn(weights=None, weights_backbone=None)
    return whole.backbone, {"": images(96)}


def transformers(
    family: str, inputs: Callable[[], dict[str, torch.Tensor]], **settings: Any
) -> Callable[[], Made]:
    def make() -> Made:
        import transformers as library

        config = getattr(library, f"{family}Config")(**settings)
        return getattr(library, f"{family}Model")(config), inputs()

    return make


SMALL = {"num_hidden_layers": 2, "num_attention_heads": 2, "hidden_size": 16, "intermediate_size": 32}


def words() -> dict[str, torch.Tensor]:
    mask = torch.ones(2, 7, dtype=torch.long)
    mask[1, 5:] = 0
    return {"input_ids": ids(), "attention_mask": mask}


def clip() -> Made:
    from transformers import CLIPConfig, CLIPModel

    config = CLIPConfig(
        text_config=SMALL | {"vocab_size": 60, "max_position_embeddings": 16, "eos_token_id": 2},
        vision_config=SMALL | {"image_size": 32, "patch_size": 16},
        projection_dim=8,
    )
    return CLIPModel(config), words() | {"pixel_values": images(32)}


def stack(name: str) -> Callable[[], Made]:
    def make() -> Made:
        from torch_geometric import nn as graphs

        options = {"add_self_loops": False} if name in ("GCN", "GAT") else {}
        module = getattr(graphs, name)(8, 16, num_layers=3, out_channels=4, **options)
        return module, {"x": torch.rand(9, 8), "edge_index": torch.randint(0, 9, (2, 20))}

    return make


def read() -> Made:
    class Reader(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.table, self.lstm = nn.Embedding(50, 8), nn.LSTM(8, 12, batch_first=True, bidirectional=True)
            self.look = nn.TransformerEncoderLayer(24, 4, 32, batch_first=True)

        def forward(self, given: torch.Tensor) -> torch.Tensor:
            return self.look(self.lstm(self.table(given))[0]).mean(dim=1)

    return Reader(), {"": ids()}


NETWORKS: dict[str, Callable[[], Made]] = {
    "resnet18": torchvision("resnet18"),
    "resnet50": torchvision("resnet50"),
    "densenet121": torchvision("densenet121"),
    "mobilenet_v3": torchvision("mobilenet_v3_small"),
    "efficientnet": torchvision("efficientnet_b0"),
    "convnext": torchvision("convnext_tiny"),
    "vit": torchvision("vit_b_32", 64, image_size=64),
    "swin": torchvision("swin_t"),
    "deeplab": segmentation,
    "detector": detection,
    "bert": transformers("Bert", words, vocab_size=60, **SMALL),
    "gpt2": transformers("GPT2", words, vocab_size=60, n_embd=16, n_layer=2, n_head=2, use_cache=False),
    "t5": transformers(
        "T5",
        lambda: words() | {"decoder_input_ids": ids(5)},
        vocab_size=60,
        d_model=16,
        d_kv=8,
        d_ff=32,
        num_layers=2,
        num_heads=2,
        use_cache=False,
    ),
    "wav2vec2": transformers(
        "Wav2Vec2",
        lambda: {"input_values": torch.rand(2, 4000)},
        conv_dim=(8, 8, 8),
        conv_stride=(5, 2, 2),
        conv_kernel=(10, 3, 3),
        num_conv_pos_embeddings=4,
        num_conv_pos_embedding_groups=2,
        mask_time_prob=0.0,
        layerdrop=0.0,
        **SMALL,
    ),
    "clip": clip,
    "gcn": stack("GCN"),
    "gat": stack("GAT"),
    "sage": stack("GraphSAGE"),
    "gin": stack("GIN"),
    "lstm and attention": read,
}


def outputs(module: nn.Module, inputs: dict[str, torch.Tensor]) -> list[tuple[str, Any]]:
    """The shape and type of every tensor that every call inside gives, in order."""
    found: list[tuple[str, Any]] = []

    def note(path: str) -> Callable[..., None]:
        return lambda _, __, result: found.append((path, _forms(result)))

    hooks = [inner.register_forward_hook(note(path)) for path, inner in module.named_modules()]
    args = [value for name, value in inputs.items() if not name]
    module(*args, **{name: value for name, value in inputs.items() if name})
    for hook in hooks:
        hook.remove()
    return found


def _forms(result: Any) -> Any:
    if isinstance(result, torch.Tensor):
        return tuple(result.shape), str(result.dtype)
    if isinstance(result, dict):
        return {
            name: _forms(value)
            for name, value in result.items()
            if isinstance(value, (torch.Tensor, tuple, list))
        }
    return [_forms(item) for item in result] if isinstance(result, (tuple, list)) else None


def compare(name: str) -> tuple[int, int]:
    """How many calls were compared, and how many differ."""
    torch.manual_seed(0)
    module, inputs = NETWORKS[name]()
    compared = different = 0
    for train in (False, True):
        module.train(train)
        with torch.no_grad():
            real = outputs(module, inputs)
            ours = _without_values(module, inputs)
        for told in ours:
            compared += len(real)
            different += abs(len(real) - len(told)) + sum(a != b for a, b in zip(real, told, strict=False))
    return compared, different


def _without_values(module: nn.Module, inputs: dict[str, torch.Tensor]) -> list[list[tuple[str, Any]]]:
    from copy import deepcopy

    empty = deepcopy(module).to("meta")
    given = {name: value.to("meta") for name, value in inputs.items()}
    with torch.no_grad(), Answers():
        return [outputs(empty, given) for _ in range(2)]


def main() -> None:
    warnings.filterwarnings("ignore")
    total = wrong = 0
    for name in sys.argv[1:] or NETWORKS:
        compared, different = compare(name)
        total, wrong = total + compared, wrong + different
        print(f"{name:20} {compared:7,} calls  {different:4} differ", flush=True)
    print(f"{'together':20} {total:7,} calls  {wrong:4} differ")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
