"""What the columns of a strange table probably are: by their names in English, Welsh and German, and by what they hold.

A guess is a proposal for a person: `dolen look` writes it into a mapping that is read, tried and corrected before
anything is loaded. A column that nothing speaks for has no target.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException

from graph.ingest.columns import MENTION_COLUMNS
from graph.ingest.map.column_names import folded
from graph.model.columns import COLUMNS
from graph.values.damage import SLASHED, day_of_serial
from graph.values.date_form import read_form

FORMS = (
    *("%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d.%m.%Y", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S"),
    *("%d-%m-%Y", "%d-%m-%Y %H:%M", "%a. %d.%m.%Y", "%a %d.%m.%Y", "%a %d/%m/%Y", "%d %B %Y", "%d %B %Y %H:%M"),
    *(
        "%d. %B %Y",
        "%d. %B %Y %H:%M",
        "%d. %b %Y",
        "%d %b %Y",
        "%d %b %Y %H:%M",
        "%d-%b-%Y",
        "%d-%b-%Y %H:%M",
        "%d %b %y",
        "%d-%b-%y",
        "%a %d %B %Y",
        "%A, %d %B %Y",
        "%A %d %B %Y",
    ),
    *("%d/%m/%y", "%d.%m.%y", "%Y/%m/%d", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y%m%d", "%Y%m%d%H%M%S"),
    *("%B %d, %Y", "%m/%d/%Y", "%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M %p"),
)
"""Forms of dates that are tried, the likelier first."""

BESIDE = "|"
"""Between forms that are tried in order."""
_MOST_FORMS = 3

_NAMES = {
    "report_ref": "ref|ref no|reference|report|report no|report ref|occurrence|occurrence no|log no|urn|incident|id|"
    "crime no|cyfeirnod|aktenzeichen|vorgang",
    "happened_from": "date|date reported|reported|occurred|date occurred|seen on|date of incident|incident date|"
    "when|start time|start|date time|datetime|timestamp|call date|call time|dyddiad|datum|zeitpunkt|from date",
    "time": "time|amser|zeit|uhrzeit|time of call",
    "happened_to": "end|end time|to date|until|end date",
    "recorded_at": "recorded|date recorded|recorded at|created|entered|input date|created at",
    "item_text": "what was seen|what happened|what was said|circumstances|"
    "info|information|text|notes|note|details|narrative|summary|remarks|comment|comments|gwybodaeth",
    "source_grade": "grading|grade|source grade|source|source evaluation|graded",
    "assessment": "assessment|intelligence assessment|information assessment",
    "handling": "handling|handling code",
    "caller": "caller|calling|calling number|a number|a party|a-number|from|from number|originating number|origin|"
    "anrufer|galwr|number calling|source number|msisdn a",
    "called": "called|called number|b number|b party|b-number|to|to number|dialled|dialled number|destination|"
    "angerufener|gerufener|angerufene|destination number|msisdn b",
    "seconds": "seconds|duration|call duration|dauer|hyd|length|duration (s)|duration seconds|secs|call network volume",
    "direction": "direction|in/out|inbound outbound ind|richtung|cyfeiriad galwad|inbound outbound|type of call",
    "entity": "entity|schema",
    **{name: each.names for name, each in COLUMNS.items() if each.names},
}
_BY_NAME = {
    **{folded(name): target for target, names in _NAMES.items() for name in names.split("|")},
    **{folded(column): column for column in MENTION_COLUMNS if column not in ("kind", "event")},
}
_UK_PLATE = re.compile(r"[A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z]\d{1,3} ?[A-Z]{3}", re.IGNORECASE)
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+|0)[\d ()/-]{8,18}")
_DURATION = re.compile(r"(?:\d{1,2}:)?\d{1,3}:\d\d")
_GRADED = re.compile(r"[A-Ea-e1-5](?:\b|\d)")
_LETTERS_ONLY = re.compile(r"[^a-zà-ž]+")


@dataclass(frozen=True)
class Guess:
    """What a column probably is. `kind` is what it holds: date, time, phone, plate, postcode, number, or text."""

    column: str
    target: str
    kind: str
    form: str
    samples: tuple[str, ...]


def guess(column: str, cells: Sequence[str]) -> Guess:
    """What a column of this name with these cells probably is; `form` is that of its dates, blank for ISO text."""
    filled = [cell for cell in cells if cell]
    kind, form = _kind(filled)
    target = _BY_NAME.get(folded(column)) or _BY_NAME.get(" ".join(_LETTERS_ONLY.sub(" ", folded(column)).split()), "")
    if not target and "." in column:
        target = _BY_NAME.get(folded(column.rpartition(".")[2]), "")
    if not target:
        near = [name for name in _BY_NAME if len(name) > 6 and _alike(name, folded(column))]
        target = _BY_NAME[near[0]] if near else ""
    if target in ("caller", "called", "phone") and (kind in ("date", "time") or not _hold_numbers(filled)):
        target = ""
    if target == "source_grade" and filled and not any(map(_GRADED.match, filled)):
        target = ""  # such as the program that a contact was found in
    if target in ("happened_from", "recorded_at", "date_of_birth") and kind == "time":
        target = "time"
    if not target and kind in _OF_KIND:
        target = _OF_KIND[kind]
    return Guess(column, target, kind, form, tuple(dict.fromkeys(filled))[:3])


def _hold_numbers(cells: Sequence[str]) -> bool:
    """Whether most of these may be numbers of phones; so may none at all."""
    return not cells or sum(sum(sign.isdigit() for sign in cell) >= _FEWEST_FIGURES for cell in cells) * 2 >= len(cells)


_FEWEST_FIGURES = 3
_OF_KIND = {"phone": "phone", "plate": "vrm", "postcode": "postcode"}


def _alike(name: str, column: str) -> bool:
    """Whether two names of columns differ by a letter, as a misspelt one does (`Angerufener`, `Angerufenener`)."""
    if abs(len(name) - len(column)) > 1 or name[:3] != column[:3]:
        return False
    shorter, longer = sorted((name, column), key=len)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def _kind(cells: Sequence[str]) -> tuple[str, str]:
    if not cells:
        return "blank", ""
    if all(read_form(cell, ()) is not None for cell in cells):
        return "date", ""
    if _most(cells, SLASHED.fullmatch) and (form := _slashed_form(cells)):
        return "date", form
    if forms := forms_of(cells):
        return "date", forms[0]
    if _most(cells, lambda cell: read_form(cell, ())):
        return "date", ""
    if all(_DURATION.fullmatch(cell) for cell in cells):
        return "time", ""
    for kind, shape in (("plate", _UK_PLATE), ("postcode", _POSTCODE), ("phone", _PHONE)):
        if _most(cells, shape.fullmatch):
            return kind, ""
    if all(day_of_serial(cell) is not None for cell in cells):
        return "number of a day", ""
    return ("number", "") if all(re.fullmatch(r"[+-]?\d+(?:\.\d+)?", cell) for cell in cells) else ("text", "")


def forms_of(cells: Iterable[str]) -> tuple[str, ...]:
    """The forms of dates that read most of these, those that read more of them first; else the likelier first."""
    filled = [cell for cell in cells if cell]
    results = {tuple(read_form(cell, (form,)) for cell in filled): form for form in reversed(FORMS)}  # alike ones once
    read = {form: sum(each is not None for each in result) for result, form in results.items()}
    read = {form: read[form] for form in FORMS if read.get(form)}
    fitting = [form for form in read if read[form] * 3 >= len(filled) * 2]
    fitting.sort(key=lambda form: -read[form])
    return _with_rest(filled, read, fitting) if fitting else _together(filled, read)


def month_first(form: str) -> str:
    """The form with day and month changed over; nothing where the day is not followed by a month in figures."""
    return re.sub(r"%d([/.-])%m", r"%m\1%d", form) if re.match(r"%d[/.-]%m", form) else ""


def _with_rest(cells: Sequence[str], read: Mapping[str, int], fitting: Sequence[str]) -> tuple[str, ...]:
    """These forms; before them the best with others that read what it does not, such as times without seconds."""
    chosen = [fitting[0]]
    left = [cell for cell in cells if read_form(cell, (fitting[0],)) is None]
    for form in sorted(read, key=lambda form: -read[form]):
        alike = form.startswith("%m") == fitting[0].startswith("%m")
        if alike and len(chosen) < _MOST_FORMS and any(read_form(cell, (form,)) is not None for cell in left):
            chosen.append(form)
            left = [cell for cell in left if read_form(cell, (form,)) is None]
    return (BESIDE.join(chosen), *fitting) if len(chosen) > 1 else tuple(fitting)


def _together(cells: Sequence[str], read: Mapping[str, int]) -> tuple[str, ...]:
    """Two or three forms, tried in order, that read most of these where none alone does."""
    chosen: list[str] = []
    left = list(cells)
    for form in sorted(read, key=lambda form: -read[form]):
        if len(chosen) < _MOST_FORMS and any(read_form(cell, (form,)) is not None for cell in left):
            chosen.append(form)
            left = [cell for cell in left if read_form(cell, (form,)) is None]
    return (BESIDE.join(chosen),) if chosen and len(left) * 3 <= len(cells) else ()


def _most(cells: Sequence[str], fits: Callable[[str], object]) -> bool:
    """Whether four of five are so: a slip of the pen does not hide what a column holds."""
    return bool(cells) and sum(fits(cell) is not None for cell in cells) * 5 >= len(cells) * 4


def _slashed_form(cells: Sequence[str]) -> str:
    """The form of dates such as `01/03/2026`: the day first, unless some cell shows that the month is."""
    parts = [match for cell in cells if (match := SLASHED.fullmatch(cell))]
    month_first = any(int(part[3]) > 12 for part in parts) and not any(int(part[1]) > 12 for part in parts)
    clocks = {(part[5] or "").count(":") if part[5] else -1 for part in parts}
    if len({part[2] for part in parts}) > 1 or len(clocks) > 1:
        return ""
    time = {-1: "", 1: " %H:%M", 2: " %H:%M:%S"}[clocks.pop()]
    day = ("%m", "%d") if month_first else ("%d", "%m")
    return f"{day[0]}{parts[0][2]}{day[1]}{parts[0][2]}%Y{time}"


def region_of(numbers: Sequence[str]) -> str:
    """The country whose numbers most of those with a prefix are; GB where none has one."""
    counted: dict[str, int] = {}
    for number in numbers:
        if not number.startswith(("+", "00")):
            continue
        try:
            read = phonenumbers.parse(f"+{number.lstrip('+0')}", None)
        except NumberParseException:
            continue
        region = phonenumbers.region_code_for_country_code(read.country_code or 0)
        counted[region] = counted.get(region, 0) + 1
    best = max(counted, key=lambda region: counted[region], default="GB")
    return best if re.fullmatch("[A-Z]{2}", best) and best != "ZZ" else "GB"
