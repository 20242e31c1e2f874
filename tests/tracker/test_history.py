"""Which acts stand after undo and redo, in plain Python."""

from __future__ import annotations

from tracker.rules.history import Entry, History


def history(*events: tuple[str, int | None]) -> History:
    """Events by kind and the one that they take back, numbered from 1."""
    return History(
        Entry(number, kind, f"act {number}", undoes)
        for number, (kind, undoes) in enumerate(events, start=1)
    )


def test_the_last_act_is_the_first_to_be_taken_back() -> None:
    run = history(("start", None), ("log", None), ("level", None))
    last = run.last_to_undo()
    assert last is not None
    assert last.sequence == 3
    assert run.last_to_redo() is None


def test_the_start_of_a_run_stays() -> None:
    for kind in ("start", "base", "delete"):
        assert history((kind, None)).last_to_undo() is None
        assert history((kind, None)).last_to_redo() is None


def test_undoing_goes_further_back_each_time() -> None:
    run = history(("start", None), ("log", None), ("level", None), ("undo", 3))
    undo, redo = run.last_to_undo(), run.last_to_redo()
    assert undo is not None
    assert redo is not None
    assert (undo.sequence, redo.sequence) == (2, 3)
    run = history(("start", None), ("log", None), ("level", None), ("undo", 3), ("undo", 2))
    redo = run.last_to_redo()
    assert run.last_to_undo() is None
    assert redo is not None
    assert redo.sequence == 2, "the one that was taken back last"


def test_a_chain_turns_an_act_off_and_on() -> None:
    run = history(("log", None), ("undo", 1), ("redo", 2), ("undo", 3))
    assert not run.in_effect(1)
    assert run.in_effect(2) is True, "taken back, and done again"
    assert (run.tip(1), run.act_of(4)) == (4, 1)
    run = history(("log", None), ("undo", 1), ("redo", 2))
    assert run.in_effect(1)
    assert run.tip(1) == 3


def test_nothing_is_done_again_after_something_else() -> None:
    run = history(("log", None), ("undo", 1), ("rename", None))
    assert run.last_to_redo() is None
    undo = run.last_to_undo()
    assert undo is not None
    assert undo.sequence == 3


def test_what_came_later_and_stands() -> None:
    run = history(("log", None), ("level", None), ("faint", None), ("undo", 2))
    assert [entry.sequence for entry in run.later_in_effect(1)] == [3]
