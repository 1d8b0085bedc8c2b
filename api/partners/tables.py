"""What the SQL database keeps of partners: their forms as sent, word for word, and what was asked of them.

partner_forms       one row a form; `outcome` says what became of it (a report's reference, a judgement, or why not)
partner_requests    one row a request to one partner, in the words that they read
"""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, String, Table, Text

from graph.store import metadata

REQUESTS = Table(
    "partner_requests",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("partner", String(64), ForeignKey("accounts.name"), nullable=False, index=True),
    Column("words", Text, nullable=False),
    Column("child", Text, nullable=False),
    Column("meeting", Text, nullable=False),
    Column("asked_by", String(64), ForeignKey("accounts.name"), nullable=False),
    Column("asked_at", BigInteger, nullable=False),
)

FORMS_SENT = Table(
    "partner_forms",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("sender", String(64), ForeignKey("accounts.name"), nullable=False, index=True),
    Column("sent_at", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    Column("immediate", Boolean, nullable=False),
    Column("request", String(16), ForeignKey(REQUESTS.c.id)),
    Column("state", String(16), nullable=False, index=True),
    Column("settled_by", Text),
    Column("settled_at", BigInteger),
    Column("outcome", Text),
    Column("referral", Text),
)
