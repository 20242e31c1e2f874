"""The watch over the browsers notices what it is there for."""

from __future__ import annotations

import pytest

from tests.e2e.visitor import Visitor


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("console.error('broken')", "Console: broken"),
        ("console.warn('odd')", "Console: odd"),
        ("setTimeout(() => { throw new Error('uncaught one') })", "Uncaught: uncaught one"),
        ("fetch('/no-such-page/')", "Answered 404: GET"),
        (
            "document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.2/x.png'}))",
            "http://127.0.0.2/x.png",
        ),
        ("document.body.setAttribute('style', 'color: red')", "Content Security Policy"),
    ],
    ids=["console error", "console warning", "exception", "404", "other host", "inline style"],
)
def test_a_fault_is_noticed(visitor: Visitor, script: str, fault: str) -> None:
    visitor.page.goto("/")
    assert visitor.report() == []

    visitor.page.evaluate(f"() => {{ {script} }}")
    visitor.page.wait_for_timeout(200)

    assert any(fault in each for each in visitor.report()), visitor.faults
    visitor.faults.clear()
