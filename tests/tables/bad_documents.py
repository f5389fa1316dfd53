"""Changes that spoil a sound document, each with the code of the problem."""

from collections.abc import Callable
from typing import Any

Data = dict[str, Any]


def with_key(key: str, value: Any) -> Callable[[Data], None]:
    return lambda data: data.__setitem__(key, value)


def node(**changes: Any) -> Callable[[Data], None]:
    return lambda data: data["nodes"][1].update(changes)


def edge(**changes: Any) -> Callable[[Data], None]:
    return lambda data: data["edges"][0].update(changes)


def params(**changes: Any) -> Callable[[Data], None]:
    return node(params=changes)


FILE = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}

HEADER: dict[str, tuple[Callable[[Data], Any], str]] = {
    "another format": (with_key("format", "comfyui"), "document_version"),
    "no format": (lambda data: data.pop("format"), "document_version"),
    "format null": (with_key("format", None), "document_version"),
    "format list": (with_key("format", ["netgraft"]), "document_version"),
    "groups as a text": (with_key("groups", "x"), "document_value"),
    "a group as a number": (with_key("groups", [3]), "document_value"),
    "a group without an id": (with_key("groups", [{}]), "document_value"),
    "a group with an id of Python": (with_key("groups", [{"id": "class"}]), "document_value"),
    "a group with a strange key": (with_key("groups", [{"id": "g", "code": "print()"}]), "document_key"),
    "a strange key of a node in a group": (
        with_key("groups", [{"id": "g", "nodes": [{"id": "a", "block": "relu", "run": 1}]}]),
        "document_key",
    ),
    "a node in a group without a block": (
        with_key("groups", [{"id": "g", "nodes": [{"id": "a"}]}]),
        "document_value",
    ),
    "501 nodes in a group": (
        with_key("groups", [{"id": "g", "nodes": [{"id": f"n{n}", "block": "relu"} for n in range(501)]}]),
        "document_value",
    ),
    "65 groups": (with_key("groups", [{"id": f"g{n}"} for n in range(65)]), "document_value"),
    "weights of a number": (node(shares=1), "document_value"),
    "weights of a path": (node(shares="../a"), "document_value"),
    "version 2": (with_key("version", 2), "document_version"),
    "version 0": (with_key("version", 0), "document_version"),
    "version text": (with_key("version", "1"), "document_version"),
    "version true": (with_key("version", True), "document_version"),
    "version 1.0": (with_key("version", 1.0), "document_version"),
    "version null": (with_key("version", None), "document_version"),
    "version object": (with_key("version", {"x" * 1000: 1}), "document_version"),
    **{
        f"key {key}": (with_key(key, "import os"), "document_key")
        for key in ("eval", "__class__", "__proto__", "constructor", "$ref", "x" * 5_000, "a\u202eb", "")
    },
    "a file": (with_key("file", FILE), "document_key"),
    "a file as title": (with_key("title", FILE), "document_value"),
    "a file in a node": (node(**FILE), "document_key"),
    "a file as parameter": (params(out_features=FILE), "document_value"),
    "a key in a node": (node(__class__="os"), "document_key"),
    "a key in a wire": (edge(eval="1"), "document_key"),
    "nodes null": (with_key("nodes", None), "document_value"),
    "nodes object": (with_key("nodes", {"0": {}}), "document_value"),
    "nodes of texts": (with_key("nodes", ["relu"]), "document_value"),
    "seed -1": (with_key("seed", -1), "document_value"),
    "seed true": (with_key("seed", True), "document_value"),
    "system": (with_key("system", "../../S12"), "document_value"),
    "training": (with_key("training", {"epochs": 10**9}), "document_value"),
    "training data path": (with_key("training", {"data": "x" * 300}), "document_value"),
}

IDS: dict[str, tuple[Callable[[Data], Any], str]] = {
    "block os.system": (node(block="os.system"), "document_value"),
    "block torch.nn.Linear": (node(block="torch.nn.Linear"), "document_value"),
    "block null": (node(block=None), "document_value"),
    "block list": (node(block=["linear"]), "document_value"),
    "block unknown": (node(block="linaer"), "unknown_block"),
    "block of python": (node(block="exec"), "unknown_block"),
    "block missing": (lambda data: data["nodes"][1].pop("block"), "document_value"),
    "id missing": (lambda data: data["nodes"][1].pop("id"), "document_value"),
    **{
        f"id {name}": (node(id=value), "document_value")
        for name, value in {
            "empty": "",
            "path": "../../etc/passwd",
            "newline": "scores\n",
            "inner newline": "sco\nres",
            "cyrillic twin": "sc\u043eres",
            "65 letters": "a" * 65,
            "keyword": "class",
            "soft constant": "None",
            "dunder": "__init__",
            "digit first": "1a",
            "full width": "\uff41b",
            "space": "a b",
            "null": None,
            "number": 1,
            "list": ["a"],
            "a million letters": "a" * 1_000_000,
        }.items()
    },
    "id twice": (node(id="numbers"), "duplicate_id"),
    **{
        f"label {name}": (node(label=value), "document_value")
        for name, value in {
            "ANSI": "\x1b[31mred",
            "right to left": "abc\u202ecba",
            "isolate": "abc\u2066cba",
            "zero width": "a\u200bb",
            "NUL": "a\x00b",
            "too long": "a" * 201,
            "number": 1,
        }.items()
    },
    "notes right to left": (with_key("notes", "abc\u202ecba"), "document_value"),
    "freeze unknown": (node(freeze={"what": "some"}), "document_value"),
    "freeze text": (node(freeze="all"), "document_value"),
    "freeze path": (node(freeze={"what": "up_to", "path": "a;b"}), "document_value"),
    "freeze pattern": (node(freeze={"what": "matching", "patterns": ["(a+)+$"]}), "document_value"),
    "freeze no patterns": (node(freeze={"what": "matching", "patterns": []}), "document_value"),
    "tap of a plain layer": (node(taps=["weight"]), "tap"),
    "tap private": (node(taps=["a.b\n"]), "document_value"),
    "edit unknown": (node(edits=[{"do": "exec", "path": "a"}]), "document_value"),
}


def nodes(count: int) -> Callable[[Data], None]:
    return with_key("nodes", [{"id": f"n{number}", "block": "relu"} for number in range(count)])


def chain_back(data: Data) -> None:
    data["nodes"] += [{"id": name, "block": "relu"} for name in ("one", "two")]
    data["edges"] += [
        {"source": "one", "output": "y", "target": "two", "input": "x"},
        {"source": "two", "output": "y", "target": "one", "input": "x"},
    ]


def long_cycle(data: Data) -> None:
    count = 490
    data["nodes"] += [{"id": f"n{number}", "block": "relu"} for number in range(count)]
    data["edges"] += [
        {"source": f"n{number}", "output": "y", "target": f"n{(number + 1) % count}", "input": "x"}
        for number in range(count)
    ]


def everything_to_everything(data: Data) -> None:
    data["nodes"] = [{"id": f"n{number}", "block": "add"} for number in range(44)]
    names = [entry["id"] for entry in data["nodes"]]
    data["edges"] = [
        {"source": source, "output": "y", "target": target, "input": "x"}
        for source in names
        for target in names
    ]


STRUCTURE: dict[str, tuple[Callable[[Data], Any], str]] = {
    "no nodes": (lambda data: data.update(nodes=[], edges=[]), "no_output"),
    "501 nodes": (nodes(501), "document_value"),
    "500 unconnected nodes": (nodes(500), "unconnected"),
    "2,001 wires": (lambda data: data.update(edges=[data["edges"][0]] * 2_001), "document_value"),
    "2,000 times the same wire": (lambda data: data.update(edges=[data["edges"][0]] * 2_000), "two_wires"),
    "a missing source": (edge(source="nobody"), "missing_node"),
    "a missing target": (edge(target="nobody"), "missing_node"),
    "a self loop": (edge(source="scores", output="y"), "cycle"),
    "a cycle": (chain_back, "cycle"),
    "a cycle of 490 nodes": (long_cycle, "cycle"),
    "everything to everything": (everything_to_everything, "cycle"),
    "two wires into one port": (lambda data: data["edges"].append(dict(data["edges"][0])), "two_wires"),
    "an unknown output": (edge(output="nothing"), "unknown_port"),
    "an unknown input": (edge(input="nothing"), "unknown_port"),
    "a numbered port": (edge(output=0), "document_value"),
    "a dunder port": (edge(output="__class__"), "unknown_port"),
    "no output": (lambda data: data["nodes"].pop(), "no_output"),
    "a dangling input": (lambda data: data["edges"].clear(), "unconnected"),
    "33 taps": (node(taps=["a"] * 33), "document_value"),
    "65 parameters": (params(**{f"p{number}": 1 for number in range(65)}), "document_value"),
}

NUMBERS: dict[str, tuple[Callable[[Data], Any], str]] = {
    **{
        f"width {value!r}": (params(out_features=value), "parameter")
        for value in (0, -1, 10**12, 2**70, 1.5, "10", True, None, 65_537, [1], [], "")
    },
    "width object": (params(out_features={"value": 3}), "document_value"),
    "a nested list": (params(out_features=[[1]]), "document_value"),
    "a list of 65": (params(out_features=[1] * 65), "document_value"),
    "a flag as number": (params(bias=1), "parameter"),
    "a parameter of another block": (params(kernel_size=3), "unknown_parameter"),
    "a parameter's name": (params(**{"out features": 3}), "document_value"),
    "a dunder parameter": (params(__class__=3), "document_value"),
    "position 1e300": (node(position=[0, 1e300]), "document_value"),
    "position of 2^70": (node(position=[0, 2**70]), "document_value"),
    "position of one": (node(position=[0]), "document_value"),
    "position of three": (node(position=[0, 0, 0]), "document_value"),
    "position true": (node(position=[0, True]), "document_value"),
    "position text": (node(position="00"), "document_value"),
}

EDITED = HEADER | IDS | STRUCTURE | NUMBERS
