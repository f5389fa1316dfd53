"""A Chromium for the tests, found or fetched: playwright's own, one on the PATH, or Debian's package."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Playwright

FLAGS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium(playwright: Playwright) -> str:
    """The path of a Chromium; one is downloaded or installed where there is none.

    Raises:
        RuntimeError: none could be had; it says what was tried and what to do.
    """
    tried = []
    for attempt in (_present, _download, _install):
        path, said = attempt(playwright)
        if path:
            return path
        tried.append(said)
    raise RuntimeError(
        "The browser tests need Chromium, and none could be had. Tried: "
        + "; ".join(tried)
        + ". Install it by hand (on Debian: apt-get install chromium) and run the tests again."
    )


def flags() -> list[str]:
    """Command line flags: quiet, and without the sandbox where root may not have one."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*FLAGS, "--no-sandbox"] if root else list(FLAGS)


def _present(playwright: Playwright) -> tuple[str | None, str]:
    own = Path(playwright.chromium.executable_path)
    found = str(own) if own.exists() else next(filter(None, map(_which, NAMES)), None)
    return found, f"{own.name} of playwright and {', '.join(NAMES)} on the PATH and in /usr/bin"


def _which(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/bin")


def _download(playwright: Playwright) -> tuple[str | None, str]:
    said = _run([sys.executable, "-m", "playwright", "install", "chromium"])
    own = Path(playwright.chromium.executable_path)
    return (str(own) if own.exists() else None), f"playwright install chromium ({said})"


def _install(playwright: Playwright) -> tuple[str | None, str]:
    if not shutil.which("apt-get"):
        return None, "apt-get, which is not here"
    _run(["apt-get", "update"])
    said = _run(["apt-get", "install", "-y", "--no-install-recommends", "chromium"])
    return _which("chromium"), f"apt-get install chromium ({said})"


def _run(command: list[str]) -> str:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
            env=environment,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    lines = (done.stderr or done.stdout).strip().splitlines()
    return "worked" if done.returncode == 0 else (lines[-1] if lines else f"exit code {done.returncode}")
