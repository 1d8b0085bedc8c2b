"""Stable, deterministic ids: the same record has the same id in every load and on every engine.

Phones, full plates and accounts identify by value and so are named by it; all else is named by a digest of what makes
it that record. An id is never an engine's internal one.
"""

from hashlib import blake2b
from secrets import token_hex

JOINED = "joined:"
"""How a component begins that holds more than one record; any other component is its one record's id."""

DECIDED = f"{JOINED}decided:"
"""How it begins where somebody has decided about two of its records: an identifier alone may then not join them."""

LONGEST_NAME = 200
"""Characters of a name by which people are found."""


def digest(*parts: str) -> str:
    """Sixteen hexadecimal digits for these parts, in this order; parts cannot run into one another."""
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return blake2b(text.encode(), digest_size=8).hexdigest()


def report_id(source_system: str, ref: str) -> str:
    """A report is its reference within its source system."""
    return f"report:{digest(source_system, ref)}"


def words_id(report: str, title: str, text: str, access: str) -> str:
    """One version of a report's own words, for those who may see so much."""
    return f"words:{digest(report, title, text, access)}"


def lineage_id(report: str, item_no: str) -> str:
    """All versions of one item: the first and each correction of it."""
    return f"lineage:{digest(report, item_no)}"


def item_id(lineage: str, *stated: str) -> str:
    """One version of an item: what it says is part of what it is, so that a correction is another item."""
    return f"item:{digest(lineage, *stated)}"


def mention_id(item: str, mention_no: str) -> str:
    """One mention in one item."""
    return f"mention:{digest(item, mention_no)}"


def person_id(source_system: str, local_ref: str) -> str:
    """A person is one record: a local reference within its source system."""
    return f"person:{digest(source_system, local_ref)}"


def person_of_mention(mention: str) -> str:
    """A person without a local reference is one mention."""
    return f"person:{digest('mention', mention)}"


def address_id(key: str) -> str:
    """An address is its canonical full form."""
    return f"premises:{digest(key)}"


def vehicle_id(vrm_key: str) -> str:
    """A vehicle with a full plate is that plate."""
    return f"vehicle:{vrm_key}"


def vehicle_of_mention(mention: str) -> str:
    """A partial plate, or a vehicle known only by its looks, is its own vehicle."""
    return f"vehicle:{digest('mention', mention)}"


def phone_id(key: str) -> str:
    """A phone is its number (E.164, or as recorded where it is no known number)."""
    return f"phone:{key}"


def phone_of_mention(mention: str) -> str:
    """A phone whose number cannot be relied on is one mention."""
    return f"phone:{digest('mention', mention)}"


def account_of_mention(mention: str) -> str:
    """An account whose handle cannot be relied on is one mention."""
    return f"account:{digest('mention', mention)}"


def account_id(platform: str, handle: str) -> str:
    """An account is its handle on its platform."""
    return f"account:{platform}/{handle}"


def named_id(kind: str, key: str) -> str:
    """What is identified by its name alone, such as an organisation: its kind, and the name as it is compared."""
    return f"{kind}:{digest(key)}"


def named_of_mention(kind: str, mention: str) -> str:
    """What has no name that can be relied on is one mention."""
    return f"{kind}:{digest('mention', mention)}"


def identifier_id(kind: str, key: str) -> str:
    """What an identifier says: `pnc_id:2004/1234567X`, `uprn:100…`."""
    return f"{kind}:{key}"


def name_id(key: str) -> str:
    """What people of a name are found by: the folded name, as far as an index surely holds it (many aliases are long).

    It only narrows: whether a record is called so is asked of its mentions.
    """
    return key[:LONGEST_NAME]


def origin_mark(source_system: str, token: str) -> str:
    """An opaque "same origin" mark; who the source is, is never in the graph."""
    return f"origin:{digest('origin', source_system, token)}"


def relation_id(mention: str, kind: str, target: str, detail: str) -> str:
    """One relationship as one item states it."""
    return f"relation:{digest(mention, kind, target, detail)}"


def assessment_lineage(child: str, assessed_at: str, assessor: str) -> str:
    """All versions of one assessment of one child, by one assessor, at one time."""
    return f"assessment:{digest(child, assessed_at, assessor)}"


def assessment_id(lineage: str, *stated: str) -> str:
    """One loaded version of an assessment: what it states, and what it rests on, is part of what it is."""
    return f"{lineage}/{digest(*stated)}"


def pair_lineage(one: str, other: str) -> str:
    """The lineage of all decisions, by anyone, on whether two records are one."""
    return f"identity:{digest(*sorted((one, other)))}"


def version_lineage(report: str, ref: str) -> str:
    """All versions of what people decide about the items of one report under one reference."""
    return f"versiondecision:{digest(report, ref)}"


def considered_lineage(question: str, subject: str) -> str:
    """All versions of what people decide about one question of a subject, or of an assessment."""
    return f"considered:{digest(question, subject)}"


def random_id(kind: str) -> str:
    """The id of a judgement made by hand. It is random, since a counted one would tell of others."""
    return f"{kind}:{token_hex(8)}"
