"""The whole law table: age x status x date by hand, and the document that a lawyer reads."""

from datetime import date, timedelta
from pathlib import Path

from graph.model.schema import LEGAL_STATUSES
from graph.rules.law import CHECK_WITH_LEGAL
from graph.rules.law_table import law_document, law_rows
from graph.rules.notices import StatusRecorded, section_2, section_49
from graph.values.birth_date import BirthDate
from graph.values.when import Period

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "law.md"
MADE = date(2026, 3, 2)
"""Each status is made at 10:00 on this Monday."""
LAST_DAY_OF_INTERIM = date(2026, 5, 1)
DAYS = [MADE + timedelta(days=each) for each in (-1, 0, 1, 2, 3, 4, 7, 8, 9, 60, 61, 400)]
BIRTHS = [
    date(2016, 8, 1),
    date(2010, 3, 2),
    date(2010, 3, 11),
    date(2009, 3, 2),
    date(2008, 3, 10),
    date(2008, 5, 1),
    date(2007, 1, 1),
]
LAST_DAY_IN_FORCE = {
    "care-order": date(2100, 1, 1),
    "interim-care-order": LAST_DAY_OF_INTERIM,
    # Eight days from 10:00: some of the tenth of March is left. Seventy-two hours: some of the fifth.
    "epo": date(2026, 3, 10),
    "police-protection": date(2026, 3, 5),
}
DECIDES_NOTHING = {"secure", "not-known"}


def age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def expected_49(code: str, born: date, day: date) -> str:
    if age(born, day) >= 18:
        return "no"
    if code in DECIDES_NOTHING:
        return "unknown"
    if code not in LAST_DAY_IN_FORCE or not MADE <= day <= LAST_DAY_IN_FORCE[code]:
        return "no"
    if code in ("care-order", "interim-care-order") and age(born, MADE) >= 17:
        return "no"
    return "yes"


def test_age_status_and_date_decide_section_49_and_age_alone_section_2() -> None:
    tried = 0
    for code in LEGAL_STATUSES:
        last = LAST_DAY_OF_INTERIM if code == "interim-care-order" else None
        status = StatusRecorded(code, Period.parse(f"{MADE}T10:00"), last)
        for born in BIRTHS:
            birth = BirthDate.recorded(born.isoformat())
            for day in DAYS:
                found = section_49(birth, [status], day)
                assert found.met == expected_49(code, born, day), (code, born, day, found.reasons)
                assert all(CHECK_WITH_LEGAL in each for each in found.reasons)
                assert section_2(birth, "no relation", day).met == ("yes" if age(born, day) < 16 else "no")
                tried += 1
    assert tried == 16 * 7 * 12


def test_the_document_for_a_lawyer_is_the_table() -> None:
    """Made again by: python -c "from graph.rules.law_table import law_document; print(law_document(), end='')"."""
    assert DOCUMENT.read_text(encoding="utf-8").endswith(f"\n\n{law_document()}")


def test_every_row_has_a_source_and_says_check_with_legal_until_it_is_signed() -> None:
    rows = dict(law_rows())

    assert len(rows) == len(list(law_rows()))
    for name, row in rows.items():
        assert row.text, name
        assert row.source, name
        assert (CHECK_WITH_LEGAL in row.sentence) == (row.checked_by_legal is None), name
