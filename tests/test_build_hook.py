"""The build hook of the canvas: when it builds, what it asks for, and what the lock file may say."""

import importlib.util
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
CANVAS = ROOT / "assets" / "canvas"


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("canvas_build_hook", CANVAS / "build_hook.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path, hook: ModuleType) -> Path:
    """A project with the real sources of the canvas and a made-up, current bundle."""
    canvas, static = tmp_path / "assets" / "canvas", tmp_path / "builder" / "ui" / "static"
    canvas.mkdir(parents=True)
    static.mkdir(parents=True)
    for source in hook.source_files(CANVAS):
        target = canvas / source.relative_to(CANVAS)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    for name in hook.BUNDLE:
        (static / name).write_text("made")
    (static / hook.STAMP).write_text(hook.stamp_of(canvas))
    return tmp_path


@pytest.fixture
def built(hook: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every folder that the hook would have built into."""
    calls: list[Path] = []
    monkeypatch.setattr(hook, "build", lambda canvas, static: calls.append(static))
    return calls


def _run(hook: ModuleType, project: Path) -> Any:
    instance = hook.CanvasBuildHook(str(project), {}, None, None, str(project), "wheel")
    instance.initialize("editable", {})
    return instance


def _change_source(project: Path) -> None:
    path = project / "assets" / "canvas" / "src" / "strings.ts"
    path.write_text(path.read_text() + "\n// changed\n")


def _delete_bundle(project: Path) -> None:
    (project / "builder" / "ui" / "static" / "canvas.js").unlink()


def _delete_stamp(project: Path) -> None:
    (project / "builder" / "ui" / "static" / "stamp.txt").unlink()


def test_a_current_bundle_is_left_alone(hook: ModuleType, project: Path, built: list[Path]) -> None:
    _run(hook, project)
    assert built == []


@pytest.mark.parametrize("spoil", [_change_source, _delete_bundle, _delete_stamp])
def test_a_stale_bundle_is_built(
    hook: ModuleType, project: Path, built: list[Path], spoil: Callable[[Path], None]
) -> None:
    spoil(project)
    _run(hook, project)
    assert built == [project / "builder" / "ui" / "static"]


def test_node_is_asked_for_only_where_there_is_none(
    hook: ModuleType, project: Path, built: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(project))
    instance = _run(hook, project)
    assert instance.dependencies() == []
    _delete_bundle(project)
    assert instance.dependencies() == [hook.NODE_FROM_INDEX]
    monkeypatch.setattr(hook, "node_on_path", lambda: [["node"], ["npm"]])
    assert instance.dependencies() == []


def test_a_failing_step_says_what_failed(hook: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="Building the canvas failed at"):
        hook.run(["sh", "-c", "echo broken; exit 3"], tmp_path)


def test_the_lock_file_names_no_registry_and_keeps_the_hashes() -> None:
    packages = json.loads((CANVAS / "package-lock.json").read_text())["packages"]
    locked = {name: entry for name, entry in packages.items() if name}
    assert len(locked) > 20
    assert [name for name, entry in locked.items() if "resolved" in entry] == []
    assert [
        name for name, entry in locked.items() if not entry.get("integrity", "").startswith("sha512-")
    ] == []
