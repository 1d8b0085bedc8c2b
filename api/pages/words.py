"""The field's words on a page: grades, categories, kinds, relationships and dates as people write them."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from graph.errors import ValueRefused
from graph.judgements.kinds import BODIES
from graph.model.columns import heading_of
from graph.model.kinds import KIND_NAMED
from graph.model.recorded import JudgementKind
from graph.model.relations import RELATIONS
from graph.queries.entities.cards import RelationShown
from graph.reading.parts import Banded
from graph.rules.alerts import KIND_WORDS as KIND_WORDS_OF_ALERTS
from graph.rules.alerts import AlertKind
from graph.rules.bands import Band
from graph.rules.category_words import seraf_words
from graph.rules.sentences import Translations, band_words, strength_meaning, strength_word, write_sentence
from graph.values.access import Access
from graph.values.grade import Grade
from graph.values.when import Period, written_day, written_moment
from graph.wording import declared, wording

BandedT = TypeVar("BandedT", bound=Banded)

TARGET_WORDS = {
    "report_ref": wording("reference of the report"),
    "source_system": wording("system that the record comes from"),
    "title": wording("title of the report"),
    "report_text": wording("text of the report"),
    "item_text": wording("what was reported (text of the item)"),
    "happened_from": wording("when it happened"),
    "time": wording("time of day when it happened"),
    "happened_to": wording("until when it happened"),
    "recorded_at": wording("when it was recorded"),
    "source_grade": wording("source grade"),
    "assessment": wording("intelligence assessment"),
    "handling": wording("handling code"),
    "conditions": wording("handling conditions"),
    "event": "event: sighting, missing, found, call",
    "kind": wording("fact, allegation, opinion or inference"),
    "origin": wording("origin of the information"),
    "item_no": wording("number of the item in its report"),
    "entity": wording("what the row is about: child, adult, vehicle"),
    "role": wording("part played in the concern"),
    "local_ref": wording("reference of the person"),
    "name": wording("full name"),
    "given_name": wording("given names"),
    "age": wording("age or age range"),
    "USES:phone": wording("phone that the person uses"),
    "LIVES_AT:address": wording("address where the person lives"),
    "LIVES_AT:postcode": wording("postcode where the person lives"),
    "FREQUENTS:address": wording("address that the person frequents"),
    "WORKS_AT:address": wording("address where the person works"),
    "USES:vrm": wording("registration of a vehicle that the person uses"),
    "DRIVES:vrm": wording("registration of a vehicle that the person drives"),
    "KEEPS:vrm": wording("registration of a vehicle that the person keeps"),
    "USES:make": wording("make of the vehicle that the person uses"),
    "USES:model": wording("model of the vehicle that the person uses"),
    "USES:colour": wording("colour of the vehicle that the person uses"),
    "USES:platform": wording("platform of the person's account"),
    "USES:handle": wording("user name of the person's account"),
    "phone": wording("phone number"),
    "vrm": wording("registration of a vehicle"),
    "handle": wording("user name of an account"),
    "platform": wording("platform of an account"),
    "caller": wording("phone that called"),
    "called": wording("phone that was called"),
    "seconds": wording("length of the call in seconds"),
}
"""What a column of an imported file may be, as people call it."""

TARGET_GROUP_WORDS = {
    "report": wording("The report"),
    "item": wording("The item"),
    "person": wording("The person of the row"),
    "belongs": wording("Something of that person's"),
    "alone": wording("The row is about no person"),
    "call": "A call",
}

ROLE_WORDS = {
    "analyst": wording("reads everything outside compartments, and the compartments the person is a member of"),
    "chair": wording("reads what may be shared at a meeting, and the compartments the person is a member of"),
    "manager": wording("reads what an analyst reads"),
    "auditor": wording("reads the audit log, and no intelligence"),
    "administrator": wording("keeps accounts, and reads no intelligence"),
    "partner": wording("sends forms, sees those alone, and reads no intelligence"),
}

ACTION_WORDS = {
    "consult": wording("looked at"),
    "search": "searched",
    "expand": wording("widened a network"),
    "export": wording("taken out as a file"),
    "alter": wording("written or corrected"),
    "combine": wording("judged to be one person, or not"),
    "disclose": "shared",
    "refuse": "refused",
    "erase": "erased",
    "administer": wording("accounts, sign-ins, the log"),
}

STATE_WORDS = {
    "waiting": wording("waiting its turn"),
    "checking": wording("being checked"),
    "checked": wording("checked, not loaded yet"),
    "loading": wording("being loaded"),
    "loaded": "loaded",
    "stopped": "stopped",
    "interrupted": "interrupted",
}


def grade(key: str) -> str:
    """`2C`, or `not graded`."""
    return Grade.parse(key).shown


def grade_words(key: str) -> str:
    """`reliable source; known directly`."""
    return Grade.parse(key).words


def access(text: str) -> str:
    """`Handling C, condition A1`."""
    return Access.parse(text).shown


def seraf(category: int | None, ceiling: int | None = None) -> str:
    """`SERAF 3`, `SERAF 2 (may be 4)`, `SERAF not assessed`."""
    return seraf_words(category, ceiling)


def kind_word(kind: str) -> str:
    """What a kind of entity is called on a page."""
    known = KIND_NAMED.get(kind)
    return kind if known is None else known.called or known.one


def relation_word(kind: str, towards: bool = True) -> str:
    """`lives at`; read from the other end, `lived in by`."""
    return RELATIONS[kind].towards if towards else RELATIONS[kind].back


def stated_word(what: str) -> str:
    """What a mention states, as people call it."""
    return wording("recorded as") if what == "said" else declared(heading_of(what))


def target_word(target: str) -> str:
    """What a column of an imported file may be."""
    return TARGET_WORDS.get(target, stated_word(target))


def target_group_word(group: str) -> str:
    """What columns of a group are about."""
    return TARGET_GROUP_WORDS[group]


def role_words(role: str) -> str:
    """What somebody in this role reads."""
    return ROLE_WORDS[role]


def action_words(action: str) -> str:
    """What a kind of entry in the log is about."""
    return ACTION_WORDS[action]


def state_words(state: str) -> str:
    """The state of an import, in words."""
    return STATE_WORDS[state]


def mapping_options(mappings: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each mapping by its name, with its title."""
    return [(name, f"{name}: {title}" if title else name) for name, title in mappings]


def role_options(roles: tuple[str, ...], first: str = "") -> list[tuple[str, str]]:
    """Each role with what it reads, to be chosen from; `first` is what stands there while none is chosen."""
    return [*([("", first)] if first else ()), *((role, f"{role}: {ROLE_WORDS[role]}") for role in roles)]


def iso_day(text: str) -> str:
    """`2026-03-09`, or what is known only to the month, as people write it; other text unchanged."""
    try:
        return Period.parse(text).shown
    except ValueRefused:
        return text


def alert_word(kind: AlertKind) -> str:
    """What a kind of alert is called."""
    return KIND_WORDS_OF_ALERTS[kind]


def judgement_word(kind: JudgementKind) -> str:
    """What a kind of judgement of casework is called."""
    return declared(BODIES[kind].words)


def twice(text: str) -> tuple[str, str]:
    """A choice that is shown as it is sent."""
    return text, declared(text)


def groupby_band(banded: Iterable[BandedT]) -> list[tuple[Band, list[BandedT]]]:
    """What stands in each band, in the order given."""
    found: list[tuple[Band, list[BandedT]]] = []
    for each in banded:
        if not found or found[-1][0] != each.band:
            found.append((each.band, []))
        found[-1][1].append(each)
    return found


def translated(words: Translations) -> dict[str, Callable[..., object]]:
    """The filters whose words are in a reader's language."""
    filters = {
        "band": band_words,
        "sentence": write_sentence,
        "strength_meaning": strength_meaning,
        "strength_word": strength_word,
    }
    return {name: partial(written, words=words) for name, written in filters.items()}


def equal_rows(relations: Iterable[RelationShown]) -> list[list[RelationShown]]:
    """Relations that read alike but for the item that states each, as the rows of a table; in their order."""
    rows: dict[RelationShown, list[RelationShown]] = defaultdict(list)
    for each in relations:
        rows[each.model_copy(update={"item": "", "grade": ""})].append(each)
    return list(rows.values())


FILTERS: dict[str, Callable[..., object]] = {
    "access": access,
    "alert_word": alert_word,
    "action_words": action_words,
    "day": written_day,
    "declared": declared,
    "grade": grade,
    "grade_words": grade_words,
    "groupby_band": groupby_band,
    "equal_rows": equal_rows,
    "iso_day": iso_day,
    "judgement_word": judgement_word,
    "kind_word": kind_word,
    "mapping_options": mapping_options,
    "moment": written_moment,
    "relation_word": relation_word,
    "role_options": role_options,
    "role_words": role_words,
    "seraf": seraf,
    "state_words": state_words,
    "stated_word": stated_word,
    "target_group_word": target_group_word,
    "target_word": target_word,
    "twice": twice,
}
"""What templates may pipe a value through."""
