"""Files that are no documents, and documents as bombs: what is sent, and the code of the problem."""

import io
import json
import pickle
import zipfile

from builder import dumps
from tests.networks import line

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
