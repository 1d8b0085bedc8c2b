"""What accounts keep in the SQL database. No password and no session token is among it, only what recognises them.

accounts            who may ask; never deleted; not `confirmed` while a manager is to look at what an administrator did
compartments        what is read by its members only, each with an owner
compartment_members who is, was, or is to be a member, until when, and by whose word
alarms_seen         who looked into an alarm that the audit log raised, and what they found
account_notices     notifications to an account's owner about what others did
account_passwords   the argon2 hash of a password; an account without a row signs in by the identity provider alone;
                    `temporary` where somebody else gave it, and so knows it
second_factors      the secret of an account's codes, under the key in accounts.key; `since` when a code confirmed it
recovery_codes      the digests of codes that each let somebody in once without their device
used_steps          the newest time step of which a code has been accepted, so that none is accepted twice
sessions            who is signed in; deleted when the session ends; `must_choose` until they chose a password
session_reasons     why a session looks at a case; deleted with its session (the audit log keeps the reason)
sign_in_failures    failed attempts in a row, by account and address, each under a digest
known_devices       the browsers that an account has signed in at, each under the digest of its cookie
provider_sign_ins   sign-ins that have been sent to the identity provider and have not come back
"""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, String, Table, Text, false, text, true

from graph.store import metadata

ACCOUNTS = Table(
    "accounts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("display_name", Text, nullable=False, server_default=text("''")),
    Column("confirmed", Boolean, nullable=False, server_default=true()),
    Column("altered_by", Text, nullable=False, server_default=text("''")),
)

COMPARTMENTS = Table(
    "compartments",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("owner", String(64), ForeignKey(ACCOUNTS.c.name)),
    Column("made_by", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
)

MEMBERSHIPS = Table(
    "compartment_members",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("compartment", String(16), ForeignKey(COMPARTMENTS.c.id), nullable=False),
    Column("account", String(64), ForeignKey(ACCOUNTS.c.name), nullable=False, index=True),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("granted_by", Text),
    Column("granted_at", BigInteger),
    Column("ended_by", Text),
    Column("ended_at", BigInteger),
)

ALARMS_SEEN = Table(
    "alarms_seen",
    metadata,
    Column("key", Text, primary_key=True),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
)

NOTICES = Table(
    "account_notices",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("account", String(64), ForeignKey(ACCOUNTS.c.name), nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("by", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("read_at", BigInteger),
)

PASSWORDS = Table(
    "account_passwords",
    metadata,
    Column("account", String(64), ForeignKey(ACCOUNTS.c.name), primary_key=True),
    Column("hash", Text, nullable=False),
    Column("set_at", BigInteger, nullable=False),
    Column("temporary", Boolean, nullable=False, server_default=false()),
)

SECOND_FACTORS = Table(
    "second_factors",
    metadata,
    Column("account", String(64), ForeignKey(ACCOUNTS.c.name), primary_key=True),
    Column("secret", Text, nullable=False),
    Column("since", BigInteger),
)

RECOVERY_CODES = Table(
    "recovery_codes",
    metadata,
    Column("account", String(64), ForeignKey(ACCOUNTS.c.name), primary_key=True),
    Column("digest", String(64), primary_key=True),
)

USED_STEPS = Table(
    "used_steps",
    metadata,
    Column("account", String(64), ForeignKey(ACCOUNTS.c.name), primary_key=True),
    Column("step", BigInteger, nullable=False),
)

SESSIONS = Table(
    "sessions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("token_digest", String(64), nullable=False, unique=True),
    Column("account", String(64), ForeignKey(ACCOUNTS.c.name), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("address", Text, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("last_seen_at", BigInteger, nullable=False),
    Column("must_choose", Boolean, nullable=False, server_default=false()),
)

REASONS = Table(
    "session_reasons",
    metadata,
    Column("session", String(32), ForeignKey(SESSIONS.c.id, ondelete="CASCADE"), primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("reason", Text, nullable=False),
)

FAILURES = Table(
    "sign_in_failures",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("failed", Integer, nullable=False),
    Column("last_at", BigInteger, nullable=False),
)

KNOWN_DEVICES = Table(
    "known_devices",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account", String(64), ForeignKey(ACCOUNTS.c.name), primary_key=True),
    Column("last_at", BigInteger, nullable=False),
)

PROVIDER_SIGN_INS = Table(
    "provider_sign_ins",
    metadata,
    Column("ticket_digest", String(64), primary_key=True),
    Column("state", String(64), nullable=False),
    Column("nonce", String(64), nullable=False),
    Column("verifier", String(128), nullable=False),
    Column("redirect_uri", Text, nullable=False),
    Column("begun_at", BigInteger, nullable=False),
)
