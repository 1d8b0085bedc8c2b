"""The pages in Welsh: what is translated is shown so, what is not stands in English and says that it does."""

import re
from itertools import product
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from api.pages.declared_words import words_declared
from api.services.languages import LANGUAGES, LOCALES, translations
from tests.pages.conftest import Office

HOUSE = LOCALES.parent.parent.parent
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {**DEFAULT_KEYWORDS, "wording": None, "wording_of": (1, 2)}
OPTIONS = {"**/templates/**.html": {"extensions": "jinja2.ext.do"}}


def welsh() -> dict[str, str]:
    with (LOCALES / "cy.po").open("rb") as file:
        said = [(each.id, each.string) for each in read_po(file, locale="cy") if each.id]
    of_one = {id: str(string) for id, string in said if isinstance(id, str)}
    of_several = [pair for id, strings in said if not isinstance(id, str) for pair in product(id, strings)]
    return of_one | {id: string for id, string in of_several if string}


def on_pages() -> set[str]:
    found: set[str] = set()
    declared = (message for _, _, message, _ in words_declared())
    written = (
        each[2]
        for room in ("graph", "viz", "api")
        for each in extract_from_dir(HOUSE / room, METHODS, OPTIONS, keywords=KEYWORDS)
    )
    for message in (*written, *declared):
        found.update([message] if isinstance(message, str) else message)
    return found


def test_every_word_that_a_page_translates_is_in_welsh_and_no_other() -> None:
    assert on_pages() - welsh().keys() == set(), "not in Welsh yet; `make words` lists them in .cache/cy.po"
    assert welsh().keys() - on_pages() == set(), "no page says this any more; see `make words`"


def test_a_translation_fills_in_what_the_words_fill_in() -> None:
    def filled(text: str) -> list[str]:
        return sorted(re.findall(r"%\(\w+\)[sd]", text))

    assert {english: said for english, said in welsh().items() if filled(english) != filled(said)} == {}
    assert {english for english, said in welsh().items() if not said.strip()} == set()


def test_the_navigation_is_welsh_where_cymraeg_was_chosen(office: Office) -> None:
    person = office.person("manager")
    assert person.post("/language", language="cy", next="/reviews").headers["location"] == "/reviews"
    page = person.get("/reviews").text

    assert '<html lang="cy"' in page
    navigation = re.search(r'<nav class="dolen-nav".*?</nav>', page, re.DOTALL)
    assert navigation is not None
    words = re.findall(r"<a [^>]*>([^<]+)</a>", navigation[0])
    assert words == [
        "Hafan",
        "Plant",
        "Mangreoedd",
        "Oedolion",
        "Adolygiadau achos",
        "Cyfarfodydd",
        "Dyddiadau cau",
        "Rhybuddion",
        "Rhwydwaith",
        "Mewnforio",
        "Ffurflenni partneriaid",
        "Monitro",
        "Cadw cofnodion",
    ]
    for said in ("Neidio i'r prif gynnwys", "Allgofnodi", "Fel yr oedd yn hysbys ar", "Defnyddio'r hidlyddion"):
        assert said in page
    assert not re.search(r'<main [^>]*lang="en"', page), "it is in Welsh, but for what was recorded"
    assert "English</button>" in page
    person.post("/language", language="en", next="/")
    assert '<html lang="en"' in person.get("/reviews").text


def test_signing_in_is_welsh_too(office: Office) -> None:
    visitor = office.visitor()
    visitor.post("/language", data={"language": "cy"})
    page = visitor.get("/sign-in").text

    assert "Mewngofnodi" in page
    assert "Cyfrinair" in page
    assert "Sign in" not in page
    assert not re.search(r'<main [^>]*lang="en"', page)


def test_a_language_that_there_is_not_is_not_chosen(office: Office) -> None:
    visitor = office.visitor()
    answer = visitor.post("/language", data={"language": "../../etc", "next": "//elsewhere.example"})

    assert answer.headers["location"] == "/"
    assert "dolen_language" not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_has_its_catalogue(language: str) -> None:
    assert translations(language).gettext("Home") == {"en": "Home", "cy": "Hafan"}[language]
    assert language == "en" or Path(LOCALES, f"{language}.po").exists()
