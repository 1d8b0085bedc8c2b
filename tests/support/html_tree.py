"""A page as a tree of elements, read by Python's own HTML parser: what a browser is shown."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


@dataclass
class Element:
    """An element: its name, its attributes, and what is in it."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict[str, str])
    inside: "list[Element | str]" = field(default_factory=list)
    parent: "Element | None" = field(default=None, repr=False)

    def __getitem__(self, attribute: str) -> str:
        return self.attributes[attribute]

    def everything(self) -> "Iterator[Element]":
        """This element and every one in it, in the order of the page."""
        yield self
        for each in self.inside:
            if isinstance(each, Element):
                yield from each.everything()

    def find(self, tag: str = "", css_class: str = "", **attributes: str) -> "list[Element]":
        """The elements in it of this tag, class and attributes, each where given."""
        return [
            each
            for each in self.everything()
            if (not tag or each.name == tag)
            and (not css_class or css_class in each.attributes.get("class", "").split())
            and all(each.attributes.get(key) == value for key, value in attributes.items())
        ]

    def within(self, name: str) -> "Element":
        """The nearest element of this name around it."""
        found = self.parent
        while found is not None and found.name != name:
            found = found.parent
        assert found is not None, f"no {name} around {self.name}"
        return found

    @property
    def text(self) -> str:
        """What is read there, its spaces single."""
        parts = [each if isinstance(each, str) else each.text for each in self.inside]
        return " ".join(" ".join(parts).split())


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self._open = Element("")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, parent=self._open)
        self._open.inside.append(element)
        if tag not in VOID:
            self._open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.inside.append(Element(tag, {name: value or "" for name, value in attrs}, parent=self._open))

    def handle_endtag(self, tag: str) -> None:
        element: Element | None = self._open
        while element is not None and element.name != tag:
            element = element.parent
        if element is not None and element.parent is not None:
            self._open = element.parent

    def handle_data(self, data: str) -> None:
        self._open.inside.append(data)


def read_html(text: str) -> Element:
    """The tree of a page."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    return builder.root
