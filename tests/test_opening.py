"""The first moments of a server: it answers at once, says what it waits for, and then is there."""

import threading
import time
from pathlib import Path
from typing import Any

import gradio as gr
import httpx
import pytest

from builder.ui.server.serve import start
from tests.test_guard import page, tiny


def test_a_screen_says_what_is_loading_until_the_page_is_there(tmp_path: Path) -> None:
    go = threading.Event()

    opening = "builder.ui.server.opening.import_module"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, lambda _: go.wait(30))
        with start(data=tmp_path, page=page, jobs=tiny, early=True) as served:
            early = httpx.get(served.url)
            assert early.status_code == 503
            assert "getting ready" in early.text
            assert early.headers["retry-after"] == "1"
            assert "frame-ancestors 'none'" in early.headers["content-security-policy"]
            assert httpx.get(served.url + "/config").status_code == 503
            assert httpx.get(served.url, headers={"host": "elsewhere.example"}).status_code == 421
            go.set()
            served.opened()
            assert httpx.get(served.url).status_code == 200


def test_what_keeps_the_page_from_being_built_is_told(tmp_path: Path) -> None:
    def broken(**_: Any) -> gr.Blocks:
        raise ValueError("no page today")

    with pytest.raises(ValueError, match="no page today"):
        start(data=tmp_path, page=broken, jobs=tiny)
    with start(data=tmp_path, page=broken, jobs=tiny, early=True) as served:
        with pytest.raises(ValueError, match="no page today"):
            served.opened()
        assert httpx.get(served.url).status_code == 503


def test_a_server_that_is_stopped_while_it_loads_ends(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builder.ui.server.opening.import_module", lambda _: time.sleep(20))
        with start(data=tmp_path, page=page, jobs=tiny, early=True) as served:
            thread = served.thread
    assert thread is not None
    assert not thread.is_alive()
