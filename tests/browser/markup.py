"""The shape of a page: what of its markup its use depends on, without the words about its subject.

Two pages have one shape where they are the same tree of elements with the same attributes, and words stand in the same
places. Left out is what a template fills in and no style sheet, script or rule of accessibility goes by: which words
(but not whether any), where a link leads, what a field holds (but not whether it is said), numbers in ids, the
session's secret and how long it lasts. Rows and entries of a list are compared as kinds: that there are forty of one
kind or two is one shape, that there is one is another, and none a third.
"""

import re

from tests.support.html_tree import Element, read_html

FILLED_IN = frozenset(
    (
        *("href", "src", "action", "formaction", "hx-get", "hx-post", "srcset"),
        *("value", "content", "placeholder", "title", "alt", "aria-label", "datetime"),
    )
)
"""Attributes that differ by what they are about: only whether they say anything is compared."""
UNHEEDED = re.compile(r"data-(?!module|items)")
"""What scripts alone read: ids, counts, seconds."""
LISTS = frozenset({"ul", "ol", "tbody", "datalist", "select"})


def regions(page: str) -> tuple[str, str]:
    """The shape of what stands around a page's main part, which differs by role and not by page, and of the part."""
    tree = read_html(page)
    [main] = tree.find("main")
    within = _shape(main)
    main.inside = []
    return _shape(tree), within


def _shape(element: Element) -> str:
    inside: list[str] = []
    for each in element.inside:
        if isinstance(each, str):
            inside += ["words"] if each.strip() else []
        else:
            inside.append(_shape(each))
    kinds = (
        sorted(set(inside))
        if element.name in LISTS
        else [each for at, each in enumerate(inside) if at == 0 or inside[at - 1] != each]
    )
    inside_shapes = [f"{each}*" if inside.count(each) > 1 else each for each in kinds]
    attributes = "".join(
        f" {name}={_kept(name, value)}"
        for name, value in sorted(element.attributes.items())
        if not UNHEEDED.match(name)
    )
    return f"<{element.name}{attributes}>{''.join(inside_shapes)}</{element.name}>"


def _kept(name: str, value: str) -> str:
    if name in FILLED_IN:
        return str(bool(value.strip()))
    return re.sub(r"\d+", "0", value)


REFERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list")


def wrong_ids(page: str) -> list[str]:
    """Ids that stand more than once on a page, and ids that are named and are not there."""
    everything = [each.attributes for each in read_html(page).everything()]
    ids = [each["id"] for each in everything if "id" in each]
    named = {id for each in everything for name in REFERS for id in each.get(name, "").split()}
    return [f"{id} stands twice" for id in sorted(set(ids)) if ids.count(id) > 1] + [
        f"{id} is not there" for id in sorted(named - set(ids))
    ]
