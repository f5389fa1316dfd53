"""The guard before Gradio: what other sites, other users and odd requests get from a real server."""

import asyncio
import base64
import hashlib
import re
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import gradio as gr
import httpx
import pytest

from builder.jobs import Supervisor
from builder.problem import Refused
from builder.store import Store
from builder.ui.server.guard import MAX_BODY, Guard, Message, Receive, Scope, Send
from builder.ui.server.owner import Seal
from builder.ui.server.serve import Served, start
from tests.tiny_jobs import KINDS


def page(*, store: Store, jobs: Supervisor, owner_of: Any) -> gr.Blocks:
    """A page with what the real one uses: an event without a queue, a text that may lie, a request."""

    def ask(text: str, request: gr.Request) -> str:
        try:
            return f"{owner_of(request)} {text}"
        except Refused as error:
            return error.problem.code

    def smuggle(text: str) -> str:
        return text

    def leak(_: str) -> dict[str, Any]:
        return {"node": {"path": str(store.file), "meta": {"_type": "gradio.FileData"}}}

    with gr.Blocks(analytics_enabled=False) as demo:
        box = gr.Textbox()
        gr.Button().click(ask, box, box, queue=False, api_name="ask")
        shown = gr.HTML()
        gr.Button().click(smuggle, box, shown, queue=False, api_name="smuggle")
        gr.Button().click(leak, box, gr.JSON(), queue=False, api_name="leak")
        gr.Button().click(leak, box, gr.HTML(), queue=False, api_name="leak_into_html")
    return demo


def tiny(store: Store) -> Supervisor:
    return Supervisor(store, kinds=KINDS, preload=())


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with start(data=tmp_path_factory.mktemp("data"), page=page, jobs=tiny) as running:
        yield running


@pytest.fixture
def browser(served: Served) -> Iterator[httpx.Client]:
    with visitor(served) as client:
        yield client


@contextmanager
def visitor(served: Served) -> Iterator[httpx.Client]:
    """Somebody who has opened the page, and so has a cookie."""
    with httpx.Client(base_url=served.url, timeout=30) as client:
        client.get("/")
        yield client


def asked(client: httpx.Client, text: str = "hello", **headers: str) -> httpx.Response:
    return client.post("/gradio_api/run/ask", json={"data": [text]}, headers=headers)


def test_the_page_and_its_own_requests_pass(served: Served, browser: httpx.Client) -> None:
    assert browser.get("/").status_code == 200
    own = asked(browser, **{"Origin": served.url, "Sec-Fetch-Site": "same-origin"})
    assert own.status_code == 200
    assert own.json()["data"][0].endswith(" hello")


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "https://evil.example"}, id="another-site"),
        pytest.param({"Origin": "null"}, id="null-origin"),
        pytest.param({"Origin": "http://127.0.0.1:1"}, id="another-port"),
        pytest.param({"Origin": ""}, id="empty-origin"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="cross-site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, id="same-site"),
        pytest.param(
            {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, id="a-form-of-another-site"
        ),
    ],
)
def test_other_sites_are_refused(browser: httpx.Client, headers: dict[str, str]) -> None:
    answer = asked(browser, **headers)
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers
    upload = browser.post("/gradio_api/upload", files={"files": b"x"}, headers=headers)
    assert upload.status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", "", "localhost@x"]
)
def test_a_rebound_name_is_refused(browser: httpx.Client, host: str) -> None:
    answer = asked(browser, **{"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 421


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "[::1]:7860"])
def test_a_tunnel_may_use_another_port(browser: httpx.Client, host: str) -> None:
    assert asked(browser, Host=host, Origin=f"http://{host}").status_code == 200


def test_a_link_from_another_site_opens_the_page_but_no_frame(browser: httpx.Client) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert browser.get("/", headers=link).status_code == 200
    assert browser.get("/", headers=link | {"Sec-Fetch-Dest": "iframe"}).status_code == 403
    assert browser.get("/config", headers=link).status_code == 403


def test_no_cross_origin_headers(served: Served, browser: httpx.Client) -> None:
    for answer in (browser.get("/", headers={"Origin": served.url}), asked(browser, Origin=served.url)):
        assert [name for name in answer.headers if name.startswith("access-control-")] == []
    preflight = browser.options(
        "/config", headers={"Origin": served.url, "Access-Control-Request-Method": "GET"}
    )
    assert preflight.status_code == 405


def test_the_policy_names_every_script_of_the_page(browser: httpx.Client) -> None:
    answer = browser.get("/", headers={"Accept-Encoding": "br, gzip"})
    rules = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", answer.text, re.DOTALL)
    assert len(scripts) > 2
    for text in scripts:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in rules["script-src"]
    assert "'unsafe-inline'" not in rules["script-src"]
    assert rules["frame-ancestors"] == rules["object-src"] == "'none'"


@pytest.mark.parametrize("path", ["/", "/config", "/nothing", "/gradio_api/file=/etc/passwd", "/theme.css"])
def test_every_answer_has_the_headers(browser: httpx.Client, path: str) -> None:
    headers = browser.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "content-security-policy" in headers
    assert "server" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/proxy=https://evil.example/",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/runs",
        "/gradio_api/deep_link",
        "/gradio_api/call/ask",
        "/gradio_api/vibe-code",
        "/gradio_api/process_recording",
        "/gradio_api/stream/x",
        "/monitoring",
        "/docs",
        "/openapi.json",
        "/dev/reload",
    ],
)
def test_unused_routes_are_not_there(browser: httpx.Client, path: str) -> None:
    assert browser.get(path).status_code == 404
    assert browser.post(path, json={}).status_code == 404


def test_a_large_body_does_not_harm_the_server(browser: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(MAX_BODY // 1_000_000 + 5):
            yield b"x" * 1_000_000

    for content in (b"x" * (MAX_BODY + 1), endless()):
        with (
            suppress(httpx.TransportError),
            browser.stream("POST", "/gradio_api/run/ask", content=content) as answer,
        ):
            assert answer.status_code == 413
    assert asked(browser).status_code == 200


@pytest.mark.parametrize("claimed", [True, False], ids=["claimed", "chunked"])
def test_a_large_body_is_refused(claimed: bool) -> None:
    sent: list[Message] = []
    read: list[bytes] = []

    async def gradio(scope: Scope, receive: Receive, send: Send) -> None:
        while (message := await receive()).get("more_body"):
            read.append(message["body"])
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def endless() -> Message:
        return {"type": "http.request", "body": b"x" * 1_000_000, "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"localhost"), (b"content-length", b"99999999999")][: 1 + claimed]
    scope = {"type": "http", "method": "POST", "path": "/config", "headers": headers}
    asyncio.run(Guard(gradio)(scope, endless, send))
    assert [message.get("status") for message in sent] == [413, None]
    assert sum(map(len, read)) <= (0 if claimed else MAX_BODY)


@pytest.mark.parametrize("length", ["-1", "1e9", "x"])
def test_an_odd_length_is_refused(served: Served, length: str) -> None:
    host, port = served.url.removeprefix("http://").split(":")
    request = (
        f"POST /gradio_api/run/ask HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: {length}\r\n\r\n{{}}"
    )
    with closing(socket.create_connection((host, int(port)), timeout=10)) as line:
        line.sendall(request.encode())
        assert line.recv(100).split()[1] == b"400"


def test_owners_are_told_apart_by_their_cookie_alone(served: Served, browser: httpx.Client) -> None:
    with visitor(served) as other:
        mine = asked(browser).json()["data"][0].split()[0]
        theirs = asked(other).json()["data"][0].split()[0]
        body = {"data": ["x"], "session_hash": "the same"}
        again = [
            client.post("/gradio_api/run/ask", json=body).json()["data"][0] for client in (browser, other)
        ]
    assert mine != theirs
    assert again == [f"{mine} x", f"{theirs} x"]


def test_a_forged_or_missing_cookie_is_nobody(served: Served, browser: httpx.Client) -> None:
    name, value = next(iter(browser.cookies.items()))
    owner, seal = value.split(".")
    forged = f"guest-{'0' * 24}.{seal}"
    for cookie in ("", owner, forged, value[:-1] + ("0" if value[-1] != "0" else "1")):
        with httpx.Client(base_url=served.url, cookies={name: cookie} if cookie else None) as client:
            assert asked(client).json()["data"] == ["unknown_owner"]
    assert Seal(b"another key").read(value) is None


def test_the_files_of_a_run_are_its_owners(served: Served, browser: httpx.Client) -> None:
    owner = asked(browser).json()["data"][0].split()[0]
    job = served.jobs.submit(owner, "linger", {})
    served.jobs.cancel(owner, job)
    served.jobs.wait(owner, job, 60)
    folder = served.store.run_folder(job)
    folder.mkdir(exist_ok=True)
    (folder / "run.json").write_text("{}")
    (folder / "notes.txt").write_text("private")
    answer = browser.get(f"/download/{job}/run.json")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert browser.get(f"/download/{job}/notes.txt").status_code == 404
    assert browser.get(f"/download/{job}/model.safetensors").status_code == 404
    assert browser.get(f"/download/{job}/..%2f..%2fnetgraft.sqlite3").status_code == 404
    with visitor(served) as other:
        assert other.get(f"/download/{job}/run.json").status_code == 404


def test_no_file_of_the_server_can_be_read(served: Served, browser: httpx.Client) -> None:
    for file in (served.store.file, Path(__file__), Path("/etc/passwd")):
        assert browser.get(f"/gradio_api/file={file}").status_code in (403, 404)
    for path in (served.store.file, "/etc/hostname", "README.md", Path(served.folder).parent / "other"):
        body = {"data": [{"path": str(path), "meta": {"_type": "gradio.FileData"}}]}
        answer = browser.post("/gradio_api/run/smuggle", json=body)
        assert answer.status_code >= 400, answer.text
    assert [file for file in Path(served.folder).rglob("*") if file.is_file()] == []


def test_a_file_in_a_value_is_not_copied_for_everybody(served: Served, browser: httpx.Client) -> None:
    for name in ("leak", "leak_into_html"):
        assert "SQLite" not in browser.post(f"/gradio_api/run/{name}", json={"data": ["x"]}).text
    assert [file for file in Path(served.folder).rglob("*") if file.is_file()] == []


def test_a_brought_file_runs_no_script(served: Served, browser: httpx.Client) -> None:
    path = browser.post("/gradio_api/upload", files={"files": ("x.svg", b"<svg/>", "image/svg+xml")}).json()[
        0
    ]
    assert Path(path).is_relative_to(served.folder)
    answer = browser.get(f"/gradio_api/file={path}")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
