"""What a link says, in a sentence: "seen together at Gwesty'r Bont (hotel) with a man reported as a concern, 24 June
2026, grade 1B".

Answers carry what a sentence is made of, as codes and values; it is written where words are: on a page in its reader's
language, on the command line and in JSON in English. A sentence is about one connection, the one that comes first:
of concern before others, direct before others, then the strongest.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from graph.model.kinds import Kind
from graph.rules.bands import NO_CONCERN, OF_CONCERN, Band
from graph.rules.roles import CONCERN, GRAVEST_FIRST
from graph.rules.strength import Support, weakest
from graph.values.grade import Grade
from graph.values.when import day_of, written_date
from graph.wording import ENGLISH, Translations

ThroughKind = Literal["item"] | Kind
Who = Literal["man", "woman", "adult", "male", "female", "person", "people", ""]
"""Somebody an item reports as a concern. Of somebody who may be under 18 neither "man" nor "woman" is facts."""

UNGRADED_KEY = "--"
"""The grade key of an item without a grade."""

_MALE, _FEMALE = ("m", "g"), ("f", "w", "b")
"""How a sex begins, in English or Welsh (male, man, gwryw; female, woman, benyw)."""


STEPS = (0.75, 0.5, 0.25, 0.05, 0.0)
"""The least strength of each step of the scale."""


@dataclass(frozen=True)
class Sentence:
    """What a link's sentence is made of.

    `through`: what connects, by kind; "item": items name both directly. `label` is what connects, or the place where
    they were together (blank: none); `kinds` what kinds of premises it is. `seen`: every item is of a sighting.
    `concern`: it is through somebody or somewhere reported as a concern. `who` (of so many `people`) an item that names
    both directly reports so; `role` is the gravest of a person who connects. `items` are counted, `ungraded` of them
    have no grade; `first` and `last` (ISO days, None: not dated) are theirs, `weakest` the weakest grade of the graded
    ones (blank: none). `more` items name both directly besides. `children`: how many share it, None where the sentence
    is about two.
    """

    through: ThroughKind
    label: str
    kinds: tuple[str, ...]
    common: bool
    seen: bool
    concern: bool
    who: Who
    people: int
    role: str
    items: int
    ungraded: int
    first: str | None
    last: str | None
    weakest: str
    more: int = 0
    children: int | None = None


def sex_of(text: str) -> Literal["male", "female", ""]:
    """The sex that a mention states, as far as it can be read."""
    start = text.strip().casefold()[:1]
    return "male" if start in _MALE else "female" if start in _FEMALE else ""


def who_of(people: Sequence[tuple[bool, str]]) -> Who:
    """Those an item reports as a concern, of each whether an adult and the sex that is stated."""
    if len(people) != 1:
        return "people" if people else ""
    ((adult, stated),) = people
    sex = sex_of(stated)
    if adult:
        return "man" if sex == "male" else "woman" if sex == "female" else "adult"
    return sex or "person"


def gravest(roles: Iterable[str]) -> str:
    """The gravest of the roles by which somebody is reported as a concern; blank where there is none."""
    given = set(roles) & CONCERN
    return next((role for role in GRAVEST_FIRST if role in given), "")


def heaviest_item(supports: Iterable[Support]) -> Support:
    """Of some items the one that weighs most, then the newest, then by id."""
    return min(supports, key=lambda each: (-each.trust, each.end is None, -(each.end or 0), each.item))


@dataclass(frozen=True)
class ItemsSummary:
    """What a sentence needs of some items."""

    items: int
    ungraded: int
    first: str | None
    last: str | None
    weakest: str

    @classmethod
    def of(cls, supports: Collection[Support]) -> "ItemsSummary":
        """Of these, each once."""
        starts = [each.start for each in supports if each.start is not None]
        ends = [each.end for each in supports if each.end is not None]
        graded = [each.grade for each in supports if each.grade != UNGRADED_KEY]
        return cls(
            items=len(supports),
            ungraded=len(supports) - len(graded),
            first=day_of(min(starts)) if starts else None,
            last=day_of(max(ends) - 1) if ends else None,
            weakest=weakest(graded) if graded else "",
        )


def write_sentence(facts: Sentence, words: Translations = ENGLISH) -> str:
    """The sentence, in a language."""
    how = _shared(facts, words) if facts.children is not None else _together(facts, words)
    parts = [how, *([words.gettext("a common place")] if facts.common else []), *_when_and_grade(facts, words)]
    if facts.more:
        parts.append(
            words.ngettext("and together in %(num)d more item", "and together in %(num)d more items", facts.more)
            % {"num": facts.more}
        )
    return ", ".join(part for part in parts if part)


def _together(facts: Sentence, words: Translations) -> str:
    fill = {"label": facts.label, "place": _place(facts), "who": _who(facts, words), "num": facts.items}
    if facts.through == "item":
        return _directly(facts, words) % fill
    if facts.through == "premises":
        if facts.concern:
            template = (
                words.gettext("both seen at %(place)s, where somebody is reported as a concern")
                if facts.seen
                else words.gettext("both named at %(place)s, where somebody is reported as a concern")
            )
        else:
            template = (
                words.gettext("both seen at %(place)s") if facts.seen else words.gettext("both named at %(place)s")
            )
        return template % fill
    how = words.gettext("both seen with %(what)s") if facts.seen else words.gettext("both named with %(what)s")
    return how % {"what": _what(facts, words)}


def _directly(facts: Sentence, words: Translations) -> str:
    if facts.items > 1:
        if facts.seen:
            return words.ngettext("seen together in %(num)d item", "seen together in %(num)d items", facts.items)
        return words.ngettext("named together in %(num)d item", "named together in %(num)d items", facts.items)
    match facts.seen, bool(facts.label), bool(facts.who):
        case True, True, True:
            return words.gettext("seen together at %(place)s with %(who)s")
        case True, True, False:
            return words.gettext("seen together at %(place)s")
        case True, False, True:
            return words.gettext("seen together with %(who)s")
        case True, False, False:
            return words.gettext("seen together")
        case False, True, True:
            return words.gettext("named together at %(place)s with %(who)s")
        case False, True, False:
            return words.gettext("named together at %(place)s")
        case False, False, True:
            return words.gettext("named together with %(who)s")
        case _:
            return words.gettext("named together")


def _shared(facts: Sentence, words: Translations) -> str:
    shared = words.ngettext("shared by %(num)d child", "shared by %(num)d children", facts.children or 0) % {
        "num": facts.children
    }
    concern = role_words(facts.role, words) if facts.through in ("adult", "person") else ""
    if not concern and facts.concern:
        concern = words.gettext("named where somebody is reported as a concern")
    return f"{concern}, {shared}" if concern else shared


def _what(facts: Sentence, words: Translations) -> str:
    """What connects, but for premises."""
    if facts.through in ("adult", "person"):
        return f"{facts.label} ({role_words(facts.role, words)})" if facts.role else facts.label
    kind = {
        "vehicle": words.gettext("vehicle %(label)s"),
        "phone": words.gettext("phone %(label)s"),
        "account": words.gettext("online account %(label)s"),
    }.get(facts.through, "%(label)s")
    named = kind % {"label": facts.label}
    if not facts.concern:
        return named
    return words.gettext("%(what)s, and somebody reported as a concern") % {"what": named}


def _place(facts: Sentence) -> str:
    return f"{facts.label} ({', '.join(facts.kinds)})" if facts.kinds else facts.label


def _who(facts: Sentence, words: Translations) -> str:
    return {
        "man": words.gettext("a man reported as a concern"),
        "woman": words.gettext("a woman reported as a concern"),
        "adult": words.gettext("an adult reported as a concern"),
        "male": words.gettext("an unidentified male reported as a concern"),
        "female": words.gettext("an unidentified female reported as a concern"),
        "person": words.gettext("an unidentified person reported as a concern"),
        "people": words.ngettext(
            "%(num)d person reported as a concern", "%(num)d people reported as a concern", facts.people
        )
        % {"num": facts.people},
        "": "",
    }[facts.who]


def role_words(role: str, words: Translations = ENGLISH) -> str:
    """A role by which somebody is reported as a concern, in words."""
    return {
        "convicted": words.gettext("convicted"),
        "suspected": words.gettext("suspected"),
        "reported as concern": words.gettext("reported as a concern"),
    }.get(role, "")


def _when_and_grade(facts: Sentence, words: Translations) -> list[str]:
    """When, and how good the evidence is; of what is neither dated nor graded that alone."""
    if facts.first is None and not facts.weakest:
        return [words.gettext("neither dated nor graded")]
    return [_when(facts, words), _grade(facts, words)]


def _when(facts: Sentence, words: Translations) -> str:
    if facts.first is None or facts.last is None:
        return words.gettext("not dated")
    first, last = (written_date(date.fromisoformat(each)) for each in (facts.first, facts.last))
    if first == last:
        return str(first)
    return words.gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def _grade(facts: Sentence, words: Translations) -> str:
    if not facts.weakest:
        return words.gettext("not graded")
    shown = {"grade": Grade.parse(facts.weakest).shown}
    if facts.items == 1:
        if facts.weakest.endswith("E"):
            return words.gettext("grade %(grade)s: suspected to be false, not counted") % shown
        return words.gettext("grade %(grade)s") % shown
    if facts.ungraded:
        return words.gettext("weakest grade %(grade)s, some not graded") % shown
    return words.gettext("weakest grade %(grade)s") % shown


def band_words(band: Band, words: Translations = ENGLISH) -> str:
    """A band, as a heading."""
    return {
        OF_CONCERN: words.gettext("through somebody or somewhere reported as a concern"),
        NO_CONCERN: words.gettext("no concern reported"),
    }[band]


def strength_word(strength: float, words: Translations = ENGLISH) -> str:
    """A strength from 0 to 1 in a word of one scale of five."""
    return dict(strength_scale(words))[_step(strength)][0]


def strength_meaning(strength: float, words: Translations = ENGLISH) -> str:
    """What that word means."""
    return dict(strength_scale(words))[_step(strength)][1]


def strength_scale(words: Translations = ENGLISH) -> list[tuple[float, tuple[str, str]]]:
    """The scale, the strongest first: the least strength of each step, its word, and what that means."""
    steps = (
        (words.gettext("very strong"), words.gettext("good evidence from separate sources on both sides, and recent")),
        (words.gettext("strong"), words.gettext("good evidence on both sides, through what few people share")),
        (
            words.gettext("moderate"),
            words.gettext("some evidence on both sides; another source would make it stronger"),
        ),
        (words.gettext("weak"), words.gettext("little evidence, long ago, or through what many people share")),
        (
            words.gettext("very weak"),
            words.gettext("hardly any evidence, or through a place that very many people share"),
        ),
    )
    return list(zip(STEPS, steps, strict=True))


def _step(strength: float) -> float:
    return next(least for least in STEPS if strength >= least)
