"""How the server is reached: addresses, ports, logins, and the pause after wrong passwords."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import gradio as gr
import httpx
import pytest

from builder.problem import Refused
from builder.ui.server.guard import Message, Receive, Scope, Send
from builder.ui.server.login import FIRST_PAUSE, Patience, checker, logins_of
from builder.ui.server.serve import Served, start
from tests.test_guard import page, tiny

ROOT = Path(__file__).parents[1]


def begun(folder: Path, **options: object) -> Served:
    return start(data=folder, page=page, jobs=tiny, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        ({}, "--public and --login"),
        ({"public": True}, "--login NAME:PASSWORD"),
        ({"login": "ada:correct horse"}, "--public"),
    ],
)
def test_other_machines_need_public_and_a_login(
    tmp_path: Path, options: dict[str, object], missing: str
) -> None:
    with pytest.raises(Refused) as caught:
        begun(tmp_path, host="0.0.0.0", **options)
    assert caught.value.problem.code == "exposure"
    assert missing in caught.value.problem.next


def test_a_busy_port_is_explained(tmp_path: Path) -> None:
    with begun(tmp_path / "one") as first:
        port = int(first.url.rsplit(":", 1)[1])
        with pytest.raises(Refused) as caught:
            begun(tmp_path / "two", port=port)
        assert caught.value.problem.code == "port"
        assert f"--port {port + 1}" in caught.value.problem.next
        with pytest.raises(Refused) as caught:
            begun(tmp_path / "one")
        assert caught.value.problem.code == "store_in_use"
        assert httpx.get(first.url).status_code == 200


def test_a_public_server_asks_for_the_login_and_keeps_owners_apart(tmp_path: Path) -> None:
    with begun(tmp_path, host="0.0.0.0", public=True, login="ada:correct horse,bob:battery staple") as served:
        url = served.url.replace("0.0.0.0", "127.0.0.1")
        with httpx.Client(base_url=url) as nobody:
            nobody.get("/")
            assert nobody.post("/gradio_api/run/ask", json={"data": ["x"]}).status_code == 401
        owners = [signed_in(url, *pair) for pair in (("ada", "correct horse"), ("bob", "battery staple"))]
        assert owners[0] != owners[1]
        assert signed_in(url, "ada", "correct horse") == owners[0]


def signed_in(url: str, name: str, password: str) -> str:
    with httpx.Client(base_url=url) as client:
        client.get("/")
        answer = client.post("/login", data={"username": name, "password": password})
        assert answer.status_code == 200
        owner, _ = client.post("/gradio_api/run/ask", json={"data": ["x"]}).json()["data"][0].split()
        assert owner.startswith("user-")
        return str(owner)


@pytest.mark.parametrize(
    "text", ["ada", "ada:short", ":long enough", "ada:long enough,bob", "a\nb:long enough"]
)
def test_a_login_has_a_name_and_a_password(text: str) -> None:
    with pytest.raises(Refused) as caught:
        logins_of(text)
    assert caught.value.problem.code == "login"
    assert "long enough" not in str(caught.value)


def test_only_the_right_password_fits() -> None:
    fits = checker(logins_of("ada:correct: horse"))
    assert fits("ada", "correct: horse")
    assert not fits("ada", "correct")
    assert not fits("bob", "")


async def gradio(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers a login as the scope says, after others had their turn."""
    await asyncio.sleep(0)
    await send({"type": "http.response.start", "status": scope["answer"], "headers": []})


async def tried(patience: Patience, answer: int, address: str = "1.1.1.1") -> int:
    """The status of one try of a password that would be answered with this one."""
    statuses: list[int] = []

    async def send(message: Message) -> None:
        if "status" in message:
            statuses.append(message["status"])

    async def nothing() -> Message:
        return {}

    scope = {"type": "http", "path": "/login", "method": "POST", "client": (address, 1), "answer": answer}
    await patience(scope, nothing, send)
    return statuses[-1]


def test_many_passwords_at_once_are_many_tries() -> None:
    patience = Patience(gradio, clock=lambda: 0.0)

    async def burst() -> list[int]:
        return list(await asyncio.gather(*(tried(patience, 400) for _ in range(40))))

    assert sorted(asyncio.run(burst())) == [400] * 5 + [429] * 35


def test_a_login_of_ones_own_is_no_leave_to_guess_another() -> None:
    patience = Patience(gradio, clock=lambda: 0.0)
    found = [asyncio.run(tried(patience, answer)) for answer in (400, 400, 400, 200) * 5]
    assert found.count(400) < 10
    assert found[-1] == 429


def test_a_slip_is_forgotten_after_the_right_password() -> None:
    patience = Patience(gradio, clock=lambda: 0.0)
    assert {asyncio.run(tried(patience, answer)) for answer in (400, 200) * 20} == {400, 200}


def test_wrong_passwords_cost_time() -> None:
    now = [0.0]
    patience = Patience(gradio, clock=lambda: now[0])

    def attempt(answer: int, address: str = "1.1.1.1") -> int:
        return asyncio.run(tried(patience, answer, address))

    assert [attempt(400) for _ in range(6)] == [400] * 5 + [429]
    assert attempt(200) == 429
    assert attempt(200, "2.2.2.2") == 200
    now[0] += FIRST_PAUSE
    assert [attempt(400), attempt(400)] == [400, 429]
    now[0] += FIRST_PAUSE
    assert attempt(200) == 429
    now[0] += FIRST_PAUSE
    assert [attempt(200), attempt(400)] == [200, 400]


def test_nothing_is_told_to_others(tmp_path: Path) -> None:
    with begun(tmp_path) as served:
        config = httpx.get(f"{served.url}/config").json()
    assert config["analytics_enabled"] is False
    assert config["run_history"] is False
    assert config["mcp_server"] is False


def test_a_server_that_cannot_build_its_page_lets_go_of_everything(tmp_path: Path) -> None:
    def broken(**_: object) -> gr.Blocks:
        raise RuntimeError("no page")

    with pytest.raises(RuntimeError, match="no page"):
        start(data=tmp_path, page=broken, jobs=tiny)
    begun(tmp_path).close()


def test_a_server_in_the_background_stops_when_it_is_told_to_even_while_it_loads(tmp_path: Path) -> None:
    started = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); from builder.ui.server.serve import serve"
    command = [sys.executable, "-c", f"{started}\nif __name__ == '__main__': serve(port=0)"]
    environment = os.environ | {"NETGRAFT_DATA": str(tmp_path)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        said = server.stdout.readline()
        assert httpx.get(said.split()[3], timeout=60).status_code in (200, 503)
        server.terminate()
        rest, errors = server.communicate(timeout=60)
    assert (server.returncode, rest.strip()) == (0, "stopped"), errors
