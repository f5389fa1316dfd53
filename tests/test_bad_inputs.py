"""Bad inputs, as a table: each gets a clear answer as a problem, and nothing else ever comes out."""

import io
import json
import pickle
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from builder import DocumentError, Problem, check, dumps, loads
from tests.networks import line

Data = dict[str, Any]
SOUND = dumps(line())


def packed() -> bytes:
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("network.json", SOUND)
        return file.getvalue()


def nested(depth: int, opening: str = "[", closing: str = "]") -> str:
    return opening * depth + closing * depth


def inside(value: str) -> str:
    """A sound document with this JSON text as its title."""
    return SOUND.replace('"A line"', value)


def objects(count: int) -> str:
    """An object of empty objects, as JSON text."""
    return "{" + ",".join(f'"k{number}": {{}}' for number in range(count)) + "}"


BYTES: dict[str, tuple[str | bytes, str]] = {
    "empty": (b"", "document_json"),
    "only spaces": (b" \n\t", "document_json"),
    "NUL": (b"\x00", "document_json"),
    "NULs after the text": (SOUND.encode() + b"\x00" * 9, "document_json"),
    "only a BOM": (b"\xef\xbb\xbf", "document_json"),
    "two BOMs": (b"\xef\xbb\xbf" * 2 + SOUND.encode(), "document_json"),
    "UTF-16": (SOUND.encode("utf-16"), "document_encoding"),
    "UTF-16 without BOM": (SOUND.encode("utf-16-le"), "document_json"),
    "UTF-32": (SOUND.encode("utf-32"), "document_encoding"),
    "Latin-1": (inside('"é"').encode("latin-1"), "document_encoding"),
    "overlong UTF-8": (b'{"format": "\xc0\xaf"}', "document_encoding"),
    "cut inside a letter": ("é".encode()[:1], "document_encoding"),
    "HTML": (b"<!doctype html><html><script>alert(1)</script></html>", "document_json"),
    "truncated": (SOUND[: len(SOUND) // 2].encode(), "document_json"),
    "trailing junk": (SOUND.encode() + b"}", "document_json"),
    "two documents": (SOUND.encode() * 2, "document_json"),
    "a comma too much": (SOUND.replace('"version": 1', '"version": 1,,').encode(), "document_json"),
    "single quotes": (b"{'format': 'netgraft'}", "document_json"),
    "a comment": (b"// a comment\n" + SOUND.encode(), "document_json"),
    "3 MB": (b" " * 3_000_000, "document_size"),
    "3 MB of text": (inside('"' + "x" * 3_000_000 + '"'), "document_size"),
    "2 MB of letters of two bytes": (inside('"' + "é" * 1_500_000 + '"'), "document_size"),
    "pickle": (pickle.dumps({"format": "netgraft"}), "document_encoding"),
    "pickle of protocol 0": (pickle.dumps(print, protocol=0), "document_json"),
    "zip": (packed(), "document_encoding"),
    "PNG": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "document_encoding"),
    "a root list": (b"[]", "document_form"),
    "a root text": (b'"netgraft"', "document_form"),
    "a root number": (b"1", "document_form"),
    "a root true": (b"true", "document_form"),
    "a root null": (b"null", "document_form"),
    "nothing in it": (b"{}", "document_version"),
}

BOMBS: dict[str, tuple[str | bytes, str]] = {
    "a million lists": (nested(999_999), "document_depth"),
    "a million open lists": ("[" * 1_000_000, "document_depth"),
    "many open objects": ('{"a":' * 300_000, "document_depth"),
    "lists in a title": (inside(nested(400)), "document_depth"),
    "201 levels": (nested(201), "document_depth"),
    "brackets in a text, then depth": (inside('"[[\\"[[" ') + nested(300), "document_depth"),
    "a text that never ends": ('"' + "\\" * 1_000_000, "document_json"),
    "a text of escaped quotes": ('["' + '\\"' * 900_000, "document_json"),
    "a million digits": (inside("1" * 1_000_000), "document_number"),
    "minus a million digits": (inside("-" + "1" * 1_000_000), "document_number"),
    "a fraction of a million digits": (inside("0." + "1" * 1_000_000), "document_number"),
    "1e999": (SOUND.replace('"params": {', '"params": {"a": 1e999, ', 1), "document_number"),
    "-1e999 in a position": (
        SOUND.replace('"block"', '"position": [0, -1e999], "block"', 1),
        "document_number",
    ),
    "NaN": (inside("NaN"), "document_number"),
    "Infinity": (inside("Infinity"), "document_number"),
    "-Infinity": (inside("-Infinity"), "document_number"),
    "a duplicate key": (SOUND.replace('"version": 1', '"version": 1, "version": 1'), "document_json"),
    "a duplicate key by escape": (
        SOUND.replace('"version": 1', '"version": 1, "\\u0076ersion": 1'),
        "document_json",
    ),
    "many duplicate keys": ("{" + ",".join(['"a":1'] * 200_000) + "}", "document_size"),
    "many keys": ("{" + ",".join(f'"k{n}":1' for n in range(150_000)) + "}", "document_size"),
    "a lone surrogate": (inside('"\\ud800"'), "document_form"),
    "a lone surrogate as a key": (SOUND.replace('"version"', '"\\udfff": 1, "version"'), "document_form"),
    "half a character in Python's own text": (inside('"\ud800"'), "document_form"),
    "one duplicate after many keys": (
        "{" + ",".join(f'"k{n}":1' for n in [*range(150_000), 149_999]) + "}",
        "document_size",
    ),
    "many unknown keys": (
        json.dumps({"format": "netgraft", "version": 1} | {f"k{n}": n for n in range(100_000)}),
        "document_size",
    ),
    "many parameters": (
        json.dumps(
            {
                "format": "netgraft",
                "version": 1,
                "nodes": [{"id": "a", "block": "relu", "params": {f"k{n}": {} for n in range(100_000)}}],
            }
        ),
        "document_size",
    ),
    "many faulty edits": (
        json.dumps(
            {
                "format": "netgraft",
                "version": 1,
                "nodes": [
                    {
                        "id": "a",
                        "block": "relu",
                        "edits": [{"params": {f"k{n}": {} for n in range(64)}}] * 128,
                    }
                ],
            }
        ),
        "document_value",
    ),
    "a million numbers": (inside("[" + "1," * 900_000 + "1]"), "document_size"),
    "a duplicate key among 30,000": (
        "{" + ",".join(f'"k{n}":1' for n in [*range(30_000), 29_999]) + "}",
        "document_json",
    ),
    "30,000 unknown keys": (
        json.dumps({"format": "netgraft", "version": 1} | {f"k{n}": n for n in range(30_000)}),
        "document_key",
    ),
    "20,000 objects and a duplicate key": (
        inside('"", "nodes": [{"params": ' + objects(20_000) + "}]"),
        "document_json",
    ),
    "20,000 objects as a node": (
        '{"format": "netgraft", "version": 1, "nodes": [' + objects(20_000) + "]}",
        "document_key",
    ),
    "400 nodes full of strange keys": (
        json.dumps({"format": "netgraft", "version": 1, "nodes": [{f"k{n}": n for n in range(80)}] * 400}),
        "document_key",
    ),
    "20,000 faulty wires": (
        json.dumps({"format": "netgraft", "version": 1, "edges": [{"x": 1}] * 20_000}),
        "document_value",
    ),
    "many faults": (
        json.dumps({"format": "netgraft", "version": 1, "edges": [{"x": 1}] * 100_000}),
        "document_size",
    ),
    "faults in every node": (
        json.dumps({"format": "netgraft", "version": 1, "nodes": [{f"k{n}": n for n in range(300)}] * 400}),
        "document_size",
    ),
}


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


def verdict(data: str | bytes) -> tuple[Problem, ...]:
    """What reading and checking say of a file."""
    try:
        return check(loads(data))
    except DocumentError as error:
        return error.problems


def edited(change: Callable[[Data], Any]) -> str:
    data = json.loads(SOUND)
    change(data)
    return json.dumps(data)


def clear(problem: Problem) -> bool:
    """Whether a person can read it: whole sentences of ours, short, without control characters."""
    shown = [
        problem.said,
        problem.expected,
        problem.got,
        problem.next,
        problem.node or "",
        problem.param or "",
    ]
    return (
        problem.said[:1].isprintable()
        and problem.said.endswith(".")
        and all(len(text) <= 400 and text.isprintable() for text in shown)
        and not any(
            word in " ".join(shown)
            for word in ("Traceback", "pydantic", "Error:", "union_tag", "Input should", "another kind")
        )
    )


@pytest.mark.parametrize(("data", "code"), (BYTES | BOMBS).values(), ids=BYTES | BOMBS)
def test_a_bad_file_is_explained(data: str | bytes, code: str) -> None:
    problems = verdict(data)
    assert code in {problem.code for problem in problems}
    assert [str(problem) for problem in problems if not clear(problem)] == []
    assert len(problems) <= 50


@pytest.mark.parametrize(("change", "code"), EDITED.values(), ids=EDITED)
def test_a_bad_document_is_explained(change: Callable[[Data], Any], code: str) -> None:
    problems = verdict(edited(change))
    assert code in {problem.code for problem in problems}
    assert [str(problem) for problem in problems if not clear(problem)] == []


def test_the_sound_document_is_sound() -> None:
    assert verdict(SOUND) == ()
    assert verdict(b"\xef\xbb\xbf" + SOUND.encode()) == ()
    assert verdict(SOUND.replace("\n", "\r\n")) == ()


def test_text_that_only_looks_like_code_stays_text() -> None:
    label = "<img src=x onerror=alert(1)> {{7*7}} ${1} __import__('os') ,"
    document = loads(edited(node(label=label)))
    assert document.node("scores").label == label
    assert check(document) == ()


def test_brackets_in_a_text_are_no_depth() -> None:
    assert loads(inside(json.dumps('[{"\\' * 40))).title == '[{"\\' * 40


@pytest.mark.parametrize("value", ["65536", "1"])
def test_the_largest_and_smallest_sizes_pass(value: str) -> None:
    assert verdict(edited(params(out_features=int(value)))) == ()
