"""Answers read as HTML: what a test asserts about a page, it asserts about elements."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}

CHOSEN = {"radio", "checkbox"}


class Element:
    """An element with its attributes and what stands in it."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: Element | None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.content: list[Element | str] = []

    def __iter__(self) -> Iterator[Element]:
        """Go through all elements inside, in the order of the page."""
        for child in self.content:
            if isinstance(child, Element):
                yield child
                yield from child

    @property
    def text(self) -> str:
        """The text inside, on one line."""
        parts = [child if isinstance(child, str) else child.text for child in self.content]
        return " ".join(" ".join(parts).split())

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def all(self, tag: str = "", *, of: str = "", **attributes: str) -> list[Element]:
        """The elements with this tag, class (``of``) and attributes (``name_`` is "name")."""
        wanted = {name.strip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self
            if (not tag or element.tag == tag)
            and (not of or of in element.classes)
            and wanted.items() <= element.attributes.items()
        ]

    def one(self, tag: str = "", *, of: str = "", **attributes: str) -> Element:
        """The only such element."""
        found = self.all(tag, of=of, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag or 'any'} {of} {attributes} on the page"
        return found[0]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.current = Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs}, self.current)
        self.current.content.append(element)
        if tag not in VOID:
            self.current = element

    def handle_endtag(self, tag: str) -> None:
        # Browsers pass over the end of what has no inside; Django 6.1's admin writes one.
        if tag in VOID:
            return
        assert self.current.tag == tag, f"</{tag}> closes <{self.current.tag}>"
        assert self.current.parent is not None
        self.current = self.current.parent

    def handle_data(self, data: str) -> None:
        self.current.content.append(data)


def parse(answer: Any) -> Element:
    """Read the answer; fails when its elements do not nest."""
    builder = _Builder()
    builder.feed(answer.content.decode())
    builder.close()
    assert builder.current is builder.root, f"<{builder.current.tag}> is never closed"
    return builder.root


def values(form: Element) -> dict[str, str]:
    """What a browser would send of the form as it stands, without its buttons."""
    sent = {}
    for element in form:
        name, kind = element.attributes.get("name"), element.attributes.get("type", "text")
        if not name:
            continue
        if element.tag == "select":
            options = element.all("option")
            chosen = [option for option in options if "selected" in option.attributes] or options
            if chosen:
                sent[name] = chosen[0].attributes["value"]
        elif element.tag == "textarea":
            text = "".join(child for child in element.content if isinstance(child, str))
            # Browsers leave out a newline that comes first.
            sent[name] = text.replace("\r\n", "\n").removeprefix("\n")
        elif element.tag == "input" and (kind not in CHOSEN or "checked" in element.attributes):
            sent[name] = element.attributes.get("value", "" if kind not in CHOSEN else "on")
    return sent
