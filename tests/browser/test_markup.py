"""Which pages are taken for one, and which are not: what a role alone is sent makes another shape."""

import pytest

from tests.browser.markup import regions, wrong_ids

PAGE = """<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body>
<nav aria-label="Main"><ul>{menu}</ul></nav>
<main id="main">{main}</main><p>Shown to {title}</p></body></html>"""
FORM = '<form action="/a/7"><label for="n-1">Name</label><input id="n-1" name="n" value="x"></form>'
ROW = '<tr><td class="c">Cerys</td></tr>'


def page(main: str, title: str = "chair", menu: str = "<li><a href='/'>Home</a></li>") -> str:
    """A small page."""
    return PAGE.format(main=main, title=title, menu=menu)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (page(FORM), page(FORM.replace("Name", "Enw").replace("/a/7", "/b/8").replace('"x"', '"y"'), title="manager")),
        (page(FORM), page(FORM.replace("n-1", "n-2"))),
        (page(f"<table><tbody>{ROW * 2}</tbody></table>"), page(f"<table><tbody>{ROW * 40}</tbody></table>")),
    ],
    ids=["other words", "another number", "forty of a kind"],
)
def test_what_a_template_fills_in_is_no_other_shape(one: str, other: str) -> None:
    assert regions(one) == regions(other)


@pytest.mark.parametrize(
    "other",
    [
        FORM.replace("<label", "<span").replace("</label", "</span"),
        FORM.replace("Name", ""),
        FORM.replace('"x"', '""'),
        FORM.replace('for="n-1"', ""),
        FORM.replace("<input", '<input class="wide"'),
        FORM.replace("<input", "<input tabindex=-1"),
        FORM + "<img src='/x.svg'>",
        FORM.replace("<input", "<b><input"),
        "",
    ],
)
def test_an_element_an_attribute_or_a_word_where_none_stood_is_another_shape(other: str) -> None:
    assert regions(page(FORM))[1] != regions(page(other))[1]


def test_no_row_one_row_and_several_are_three_shapes() -> None:
    shapes = {regions(page(f"<table><tbody>{ROW * count}</tbody></table>")) for count in (0, 1, 2, 3)}
    with_another = f"<table><tbody>{ROW * 3}<tr><td>Cerys</td></tr></tbody></table>"

    assert len(shapes) == 3
    assert regions(page(with_another)) not in shapes


def test_what_is_around_the_main_part_is_compared_for_itself() -> None:
    one, other = regions(page(FORM)), regions(page(FORM, menu="<li><a href='/'>Home</a></li><li><b>Import</b></li>"))

    assert one[1] == other[1]
    assert one[0] != other[0]


def test_an_id_that_stands_twice_or_nowhere_is_told() -> None:
    assert wrong_ids(page(FORM)) == []
    assert wrong_ids(page(FORM + FORM)) == ["n-1 stands twice"]
    assert wrong_ids(page(FORM.replace('for="n-1"', 'for="n-2"'))) == ["n-2 is not there"]
