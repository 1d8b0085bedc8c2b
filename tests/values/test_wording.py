"""Words in the reader's language: English as a text, translated where they are shown, by the template."""

import copy
import json
import pickle

from jinja2 import Environment
from markupsafe import Markup
from pydantic import BaseModel

from graph.wording import Language, Words, capital, joined, reading_in, wording, wording_of


class Backwards:
    """A language in which each message has a Welsh-like form of its own; it counts one, two and more."""

    def gettext(self, message: str, /) -> str:
        return {
            "seen with %(who)s": "gyda %(who)s",
            "a man": "dyn <b>",
            "overdue since %(day)s": "hwyr ers %(day)s",
        }.get(message, message)

    def ngettext(self, one: str, _several: str, num: int, /) -> str:
        return {"%(num)d item": ["%(num)d eitem", "%(num)d o eitemau"]}[one][num > 1]


WELSH = Language("cy", Backwards())
WHO = wording("a man")
SEEN = wording("seen with %(who)s", who=WHO)


class Line(BaseModel):
    what: Words
    name: str


def test_it_is_english_as_a_text_and_translated_where_it_is_shown() -> None:
    assert (SEEN, f"{SEEN}", str(SEEN)) == ("seen with a man",) * 3
    with reading_in(WELSH):
        assert f"{SEEN}" == "gyda dyn <b>"
        assert SEEN == "seen with a man", "what it is stays, whoever reads"
    assert f"{SEEN}" == "seen with a man"


def test_what_is_made_for_a_reader_of_welsh_is_the_same_english_for_the_next() -> None:
    with reading_in(WELSH):
        made = wording("seen with %(who)s", who=WHO)
    assert str(made) == "seen with a man"


def test_a_number_chooses_the_form_of_each_language() -> None:
    for num, english, welsh in ((1, "1 item", "1 eitem"), (0, "0 items", "0 eitem"), (3, "3 items", "3 o eitemau")):
        counted = wording_of("%(num)d item", "%(num)d items", num)
        with reading_in(WELSH):
            assert (counted, f"{counted}") == (english, welsh)


def test_a_recorded_value_is_never_translated_nor_read_as_a_template() -> None:
    named = wording("seen with %(who)s", who="a man %(who)s 100%")
    with reading_in(WELSH):
        assert str(named) == "gyda a man %(who)s 100%"
    assert wording("100% of it") == "100% of it"


def test_parts_and_a_first_letter_keep_their_language() -> None:
    parts = joined("; ", [WHO, "recorded", capital(SEEN)])
    assert parts == "a man; recorded; Seen with a man"
    with reading_in(WELSH):
        assert str(parts) == "dyn <b>; recorded; Gyda dyn <b>"


def test_a_template_shows_it_escaped() -> None:
    page = Environment(autoescape=True).from_string("{{ seen }} {{ [seen, 'x'] | join(', ') }} {{ 'by ' ~ seen }}")
    with reading_in(WELSH):
        assert page.render(seen=SEEN) == "gyda dyn &lt;b&gt; gyda dyn &lt;b&gt;, x by gyda dyn &lt;b&gt;"
        assert Markup("<i>%s</i>") % SEEN == "<i>gyda dyn &lt;b&gt;</i>"


def test_json_and_stored_text_are_english_and_a_model_keeps_the_words() -> None:
    line = Line(what=SEEN, name="a man")
    with reading_in(WELSH):
        assert line.model_dump_json() == json.dumps({"what": "seen with a man", "name": "a man"}, separators=(",", ":"))
        assert str(line.what) == "gyda dyn <b>"
    for kept in (copy.deepcopy(SEEN), pickle.loads(pickle.dumps(joined(", ", [SEEN])))):
        with reading_in(WELSH):
            assert (kept, str(kept)) == ("seen with a man", "gyda dyn <b>")
