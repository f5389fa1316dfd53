"""A run on the page: events folded into a view, and the view drawn as escaped HTML."""

from typing import Any

from builder.ui.cards import problem_card
from builder.ui.drawing.curves import Line, chart, number
from builder.ui.training.run_cards import curves, no_run, notes, result, status_line
from builder.ui.training.run_view import TRACE, fold, fresh, going_on, progress

STARTED = {
    "event": "started",
    "device": "cpu (2 threads)",
    "train": 300,
    "test": 200,
    "parameters": 100,
    "trainable": 10,
    "kept": {"nodes": ["backbone"], "said": "features of backbone are computed once"},
    "notes": ["backbone: random weights"],
}
STEP = {
    "event": "step",
    "epoch": 2,
    "epochs": 4,
    "step": 5,
    "steps": 10,
    "loss": 0.5,
    "samples_per_second": 120.0,
    "seconds_left": 7.0,
}
FINISHED = {
    "event": "finished",
    "test": {"first": {"accuracy": 0.9}},
    "baseline": {"first": {"name": "raw pixels", "metric": "accuracy", "value": 0.8, "majority": 0.1}},
    "proof": {"tensors": 318, "changed": [], "said": "0 of 318 frozen tensors changed"},
    "seconds": 3.0,
    "cpu_seconds": 2.0,
    "parameters": 100,
    "trainable": 10,
    "stopped": False,
}


def epoch(number: int, **parts: object) -> dict[str, object]:
    figures = {"first": {"accuracy": 0.1 * number}}
    base = {"event": "epoch", "epoch": number, "epochs": 4, "loss": 1 / number, "losses": {}, "seconds": 1.0}
    return base | {"train": figures, "test": figures} | parts


def test_folding_in_pieces_equals_folding_at_once() -> None:
    events = [{"event": "preparing", "said": "reading"}, STARTED, epoch(1), STEP, epoch(2), FINISHED]
    whole = fold(fresh(), events)
    pieces = fresh()
    for event in events:
        pieces = fold(pieces, [event])
    assert pieces == whole
    assert progress(whole) == 1.0


def test_what_is_found_out_later_joins_the_notes() -> None:
    view = fold(fresh(), [STARTED, {"event": "noted", "said": "Compiled: <twice as fast>."}])
    assert "Compiled: &lt;twice as fast&gt;." in notes(view)
    assert "random weights" in notes(view)


def test_a_run_that_goes_on_tells_its_epochs_once() -> None:
    left = fold(fresh(), [STARTED, epoch(1), STEP, FINISHED])
    view = going_on(left)
    assert (view["epochs"], view["finished"], view["step"]) == (left["epochs"], None, None)
    again = fold(view, [STARTED, epoch(1), epoch(2)])
    assert [row["epoch"] for row in again["epochs"]] == [1, 2]
    assert again["trace"] == []


def test_the_notes_say_which_network_ran_and_what_became_of_its_features() -> None:
    view = fold(
        fresh(), [STARTED | {"title": "Two <heads>"}, {"event": "kept", "said": "Nothing is kept: why."}]
    )
    assert "Two &lt;heads&gt;, on " in notes(view)
    assert "Nothing is kept: why." in notes(view)
    assert fold(fresh(), [{"event": "kept", "said": "Nothing is kept: why."}])["started"] is None


def test_folding_changes_no_view_that_it_was_given() -> None:
    view = fold(fresh(), [epoch(1)])
    fold(view, [epoch(2), STEP])
    assert view == fold(fresh(), [epoch(1)])


def test_progress_counts_epochs_and_the_steps_in_them() -> None:
    assert progress(fresh()) == 0.0
    assert progress(fold(fresh(), [STEP])) == 0.375
    assert progress(fold(fresh(), [epoch(1)])) == 0.25
    assert progress(fold(fresh(), [epoch(1), FINISHED | {"stopped": True}])) == 0.25


def test_the_trace_of_a_long_run_stays_small() -> None:
    view = fold(fresh(), [STEP | {"step": step, "steps": 10_000} for step in range(5_000)])
    assert TRACE / 2 <= len(view["trace"]) <= TRACE


def test_unknown_events_are_passed_over() -> None:
    assert fold(fresh(), [{"event": "cancelled"}, {}])["problem"] is None


def test_the_status_says_epoch_speed_and_time_left() -> None:
    said = status_line(fold(fresh(), [STARTED, STEP]), "running")
    for part in ("Epoch 2 of 4", "step 5 of 10", "120 samples/s", "7 s left", 'aria-valuenow="38"'):
        assert part in said


def test_a_slow_run_says_its_speed_and_that_it_measures_behind_the_last_step() -> None:
    slow = STEP | {"step": 10, "samples_per_second": 0.3, "seconds_left": 0.0}
    said = status_line(fold(fresh(), [STARTED, slow]), "running")
    assert "0.3 samples/s" in said
    assert "measuring" in said
    assert "left" not in said


def test_a_waiting_run_says_how_many_come_first() -> None:
    assert "2 before you" in status_line(fresh(), "queued", 2)


def test_a_stopped_run_says_so() -> None:
    assert "Stopped early" in status_line(fold(fresh(), [FINISHED | {"stopped": True}]), "done")
    assert "Stopped" in status_line(fold(fresh(), [epoch(1)]), "cancelled")


def test_the_result_stands_beside_its_baselines_with_the_proof() -> None:
    drawn = result(fold(fresh(), [STARTED, FINISHED]))
    for part in ("90.0%", "80.0%", "raw pixels", "10.0%", "0 of 318 frozen tensors changed", "is-good"):
        assert part in drawn


def test_the_loss_on_what_was_held_out_is_shown_where_it_was_measured() -> None:
    assert "0.321" in result(fold(fresh(), [STARTED, with_loss(FINISHED)]))
    assert "<td class=number>–</td></tr>" in result(fold(fresh(), [STARTED, FINISHED]))


def with_loss(event: dict[str, Any]) -> dict[str, Any]:
    """The same event with a loss beside each metric."""
    return event | {"test": {name: {**figures, "loss": 0.321} for name, figures in event["test"].items()}}


def test_what_a_problem_of_a_run_is_about_is_found_on_the_build_tab() -> None:
    problem = {"said": "There is no column 'digit'.", "severity": "error", "node": "pair", "param": "target"}
    card = problem_card(problem)
    assert "Build tab" in card
    assert "<code>pair</code>" in card
    assert "<em>target</em>" in card
    assert "Build tab" not in problem_card({"said": "It is late.", "severity": "error"})


def test_a_changed_tensor_is_named_in_red() -> None:
    proof = {
        "tensors": 318,
        "changed": ["backbone.bn1.running_mean"],
        "said": "1 of 318 frozen tensors changed",
    }
    drawn = result(fold(fresh(), [FINISHED | {"proof": proof}]))
    assert "is-bad" in drawn
    assert "backbone.bn1.running_mean" in drawn
    assert "is-good" not in drawn


def test_a_failed_run_shows_what_happened_and_what_to_do() -> None:
    problem = {
        "code": "memory",
        "said": "It needs 90 GB.",
        "next": "Use a smaller batch.",
        "severity": "error",
    }
    view = fold(fresh(), [STARTED, {"event": "failed", "problem": problem}])
    assert "Use a smaller batch." in result(view)
    assert "failed" in status_line(view, "failed")


def test_random_weights_are_never_called_transfer_learning() -> None:
    said = notes(fold(fresh(), [STARTED]))
    assert "not transfer learning" in said
    assert "features of backbone are computed once" in said


def test_every_output_has_its_curve_with_the_baseline_once_it_is_known() -> None:
    both = {"first": {"accuracy": 0.5}, "second": {"mse": 2.0}}
    events = [epoch(number, train=both, test=both) for number in (1, 2)]
    drawn = curves(fold(fresh(), events))
    assert drawn.count("<svg") == 3
    assert "second: mse" in drawn
    assert "baseline" not in drawn
    assert "baseline" in curves(fold(fresh(), [*events, FINISHED]))


def test_nothing_is_drawn_before_there_is_a_number() -> None:
    assert curves(fresh()) == ""
    assert curves(fold(fresh(), [STARTED])) == ""
    assert result(fold(fresh(), [STARTED])) == ""
    assert "Train" in no_run()


def test_what_people_wrote_is_text_and_never_markup() -> None:
    evil = "<img src=x onerror=alert(1)>"
    figures = {evil: {"accuracy": 0.5}}
    base = {evil: {"name": evil, "metric": "accuracy", "value": 0.1, "majority": 0.1}}
    view = fold(
        fresh(),
        [
            {"event": "preparing", "said": evil},
            STARTED | {"device": evil, "notes": [evil], "kept": {"said": evil}},
            epoch(1, train=figures, test=figures),
        ],
    )
    proof = {"tensors": 1, "changed": [evil], "said": evil}
    done = fold(view, [FINISHED | {"test": figures, "baseline": base, "proof": proof}])
    problem = dict.fromkeys(("title", "said", "next", "got", "details", "node"), evil)
    broken = fold(view, [{"event": "failed", "problem": problem}])
    for drawn in (status_line(view, "running"), curves(done), notes(view), result(done), result(broken)):
        assert "<img" not in drawn


def test_a_chart_survives_odd_numbers() -> None:
    for values in ([0.0], [0.0, 0.0], [float("nan"), 1.0], [1e-12, 1e12], [-3.0, -1.0], [float("inf")]):
        drawn = chart("x", [Line("train", list(enumerate(values)), "train")], epochs=len(values))
        assert "nan" not in drawn
        assert "inf" not in drawn


def test_numbers_are_printed_as_people_read_them() -> None:
    assert number(0.9128, share=True) == "91.3%"
    assert number(0.0012345, share=False) == "0.00123"
