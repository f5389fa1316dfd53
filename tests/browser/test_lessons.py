"""Lessons as a person takes them: from the first step to the last, by mouse and by keyboard, and the gallery."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from builder.documents.examples import examples
from builder.lessons import lessons
from tests.browser.classroom import Classroom
from tests.browser.desk import Desk


@pytest.fixture
def room(page: Page, address: str) -> Classroom:
    return Classroom(Desk(page).open(address))


def test_a_convolutional_head_by_mouse(room: Classroom) -> None:
    page, desk = room.page, room.desk
    page.get_by_test_id("action-examples").click()
    page.get_by_test_id("learn-s04").first.click()
    room.at(1)
    expect(room.panel).to_contain_text("Network In Network")
    room.next()
    room.done()
    desk.select("conv1")
    expect(desk.problem("rank")).to_contain_text("B × 2048")
    room.next()
    room.met(1)
    room.unmet(2)
    room.fix("Take map")
    room.done()
    room.next()
    room.done()
    desk.select("backbone")
    page.get_by_test_id("freeze-what").select_option("none")
    room.unmet(1)
    page.get_by_test_id("freeze-what").select_option("all")
    room.done()
    room.next()
    desk.set("image", "size", "64")
    room.met(1)
    room.unmet(2)
    room.train()
    room.done()
    room.next()
    room.unmet(1)
    room.open()
    room.met(1, 2)
    room.train()
    room.done()
    room.next()
    room.at(7)
    expect(room.panel).to_contain_text("3,542,282")
    expect(page.get_by_test_id("lesson-next")).to_have_text("Finish")
    room.next()
    expect(room.panel).to_have_count(0)


def test_squeeze_and_excitation_by_mouse(room: Classroom, address: str) -> None:
    page, desk = room.page, room.desk
    page.goto(f"{address}?lesson=s07")
    room.at(1)
    room.next()
    room.done()
    expect(desk.node("gate1")).to_be_visible()
    room.next()
    room.unmet(1)
    for gate in range(1, 5):
        desk.select(f"gate{gate}")
        room.fix("inside")
        expect(desk.node(f"gate{gate}")).to_have_count(0)
    room.done()
    room.next()
    room.done()
    desk.select("backbone")
    expect(page.get_by_test_id("receipt")).to_contain_text("318 of 318 tensors kept, 16 new, 0 dropped")
    room.next()
    desk.set("image", "size", "32")
    room.train()
    room.done()
    room.next()
    room.unmet(1)
    room.open()
    room.met(1, 2, 3)
    room.unmet(4)
    room.train()
    room.done()
    room.next()
    room.at(7)
    expect(room.panel).to_contain_text("0.834")
    room.next()
    expect(room.panel).to_have_count(0)


def test_two_heads_by_keyboard_alone(room: Classroom) -> None:
    page, desk = room.page, room.desk
    room.press("Alt+e")
    room.reach("learn-s12")
    room.press("Enter")
    room.at(1)
    room.go_on()
    room.done()
    room.go_on()
    room.unmet(1)
    room.press("p")
    for left in (1, 0):
        room.reach("fix")
        room.press("Enter")
        expect(page.get_by_test_id("problem-row-softmax_loss")).to_have_count(left)
    desk.sound()
    room.done()
    room.go_on()
    room.at(4)
    room.done()
    room.go_on()
    room.unmet(1)
    train_by_keyboard(room)
    room.done()
    room.go_on()
    room.unmet(1)
    room.reach("tab-try-button", backwards=True)
    room.press("Enter")
    room.reach("try-examples")
    room.press("Enter")
    expect(page.locator("#try-said")).to_contain_text("digit: ", timeout=120_000)
    room.reach("tab-build-button", backwards=True)
    room.press("Enter")
    room.done()
    room.go_on()
    room.unmet(1)
    room.reach("lesson-open")
    room.press("Enter")
    room.met(1)
    train_by_keyboard(room)
    room.done()
    room.go_on()
    room.at(8)
    expect(room.panel).to_contain_text("2.368")
    room.go_on()
    expect(room.panel).to_have_count(0)


def train_by_keyboard(room: Classroom) -> None:
    """Go to the Train tab, train two epochs, and come back, with the keyboard alone."""
    room.reach("tab-train-button", backwards=True)
    room.press("Enter")
    room.reach("train-epochs")
    room.press("Control+a")
    room.page.keyboard.type("2")
    room.reach("train-start")
    expect(room.page.locator("#train-status")).not_to_contain_text("Training")
    room.press("Enter")
    expect(room.page.locator("#train-stop")).to_be_enabled(timeout=60_000)
    expect(room.page.locator("#train-start")).to_be_enabled(timeout=300_000)
    expect(room.page.locator("#train-status")).to_contain_text("Finished")
    room.reach("tab-build-button", backwards=True)
    room.press("Enter")


def test_what_was_on_the_canvas_waits_until_the_lesson_is_over(room: Classroom, address: str) -> None:
    page, desk = room.page, room.desk
    desk.open(address, "s03")
    page.get_by_test_id("document-title").fill("My own graph")
    page.get_by_test_id("document-title").press("Enter")
    page.get_by_test_id("action-examples").click()
    page.get_by_test_id("learn-s12").click()
    room.at(1)
    expect(desk.node("pair_scores")).to_be_visible()
    desk.set("pair_scores", "out_features", "7")
    desk.settled()
    room.next()
    expect(desk.node("pair_shares")).to_have_count(0)  # what was changed is not taken away
    expect(page.get_by_test_id("lesson-open")).to_have_text("Open this step’s network")
    room.open()
    expect(page.get_by_test_id("lesson-open")).to_have_text("Start over")
    expect(desk.node("pair_shares")).to_be_visible()
    desk.undo()
    expect(desk.node("pair_scores")).to_contain_text("7")
    page.get_by_test_id("lesson-leave").click()
    expect(page.get_by_test_id("document-title")).to_have_value("My own graph")
    expect(desk.node("mix")).to_be_visible()
    assert "lesson" not in page.url


def test_a_link_opens_at_a_step_and_a_reload_keeps_it(room: Classroom, address: str) -> None:
    page, desk = room.page, room.desk
    page.goto(f"{address}?lesson=s04&step=3")
    room.at(3)
    expect(desk.node("conv1")).to_be_visible()
    room.unmet(2)
    room.show()
    room.done()
    room.next()
    room.at(4)
    page.wait_for_timeout(600)  # the document is kept 400 ms after the last edit
    for _ in range(2):
        page.reload()
        room.at(4)
        expect(page.get_by_role("button", name="Step 3: Why it breaks, done")).to_be_visible()
    assert page.url.endswith("lesson=s04&step=4")
    expect(desk.node("conv1")).to_be_visible()
    expect(page.get_by_role("button", name="Step 3: Why it breaks, done")).to_be_visible()
    room.back()
    room.at(3)
    room.done()


FAULTY = """# My lesson

```lesson
id: mine
about: A lesson from a file.
```

## Read this

```step
open: my_network
check: wire club.nodes too mix.nodes
```

A step.
"""


def test_a_lesson_opens_from_files_and_a_faulty_one_names_its_line(room: Classroom, tmp_path: Path) -> None:
    page, desk = room.page, room.desk
    example = next(one.path for one in examples() if one.id == "s03")
    (tmp_path / "my_network.json").write_bytes(example.read_bytes())
    (tmp_path / "faulty.md").write_text(FAULTY)
    (tmp_path / "good.md").write_text(FAULTY.replace(" too ", " to "))
    for name, files in (("faulty.md", ()), ("good.md", ("my_network.json",))):
        page.get_by_test_id("action-examples").click()
        with page.expect_file_chooser() as chooser:
            page.get_by_test_id("lesson-file").click()
        chooser.value.set_files([tmp_path / file for file in (name, *files)])
        if name == "faulty.md":
            expect(page.get_by_test_id("toast")).to_contain_text("Line 12")
            expect(room.panel).to_have_count(0)
    room.at(1)
    room.done()
    expect(desk.node("mix")).to_be_visible()
    page.reload()
    room.done()


def test_the_gallery_opens_every_example_without_an_error(room: Classroom) -> None:
    page, desk = room.page, room.desk
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    for example in examples():
        page.get_by_test_id("action-examples").click()
        card = page.get_by_test_id(f"example-{example.id}")
        expect(card.locator("svg rect").first).to_be_attached()
        expect(card).to_contain_text(" parameters")
        page.get_by_test_id(f"open-{example.id}").click()
        expect(page.get_by_test_id("document-title")).to_have_value(example.title)
        desk.settled()
        expect(page.get_by_test_id("problem-count")).not_to_have_text(re.compile("error"))
    assert said == []


def test_every_lesson_can_be_walked_through_from_the_gallery(room: Classroom) -> None:
    page = room.page
    for lesson in lessons():
        page.get_by_test_id("action-examples").click()
        page.get_by_role("button", name=re.compile(f"^Lesson: {re.escape(lesson.title)}, ")).first.click()
        for number, step in enumerate(lesson.steps, start=1):
            room.at(number)
            expect(room.panel.get_by_role("heading", name=step.title, exact=True)).to_be_visible()
            room.next()
        expect(room.panel).to_have_count(0)
