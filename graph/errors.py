"""Every error that Dolen raises on purpose, in one tree.

    DolenError                  a sentence for a person: what, where, why; and what to do
    ├── ValueRefused            a value that cannot be what it is said to be (field, value, reason)
    ├── NotFound                nothing that the reader may see answers to this name
    ├── Ambiguous               several things do; they are listed
    ├── NotPermitted            the reader's role does not allow it
    ├── Changed                 somebody else has recorded another version meanwhile (what differs)
    ├── OutOfBounds             a question deeper, longer or larger than Dolen answers
    ├── SettingsWrong           a setting that cannot be used
    ├── RunStopped              an ingest that cannot go on (the file as a whole is wrong)
    │   └── LayoutUnknown       its columns are not those that are expected, which a mapping would explain
    ├── RunCancelled            an ingest that somebody gave up
    ├── AuditUnavailable        a look that cannot be logged is not answered
    ├── FileNotWritten          a file that cannot be written where or as what was asked
    ├── LayoutFailed            a network that could not be laid out
    ├── BackupUnusable          a file that is not a whole backup, or that this version or passphrase cannot read
    ├── NotEmpty                a restore into an installation that already holds something
    └── StoreError
        ├── StoreUnavailable    the engine cannot be started or reached
        ├── StoreBusy           writing took too long, or another writer was in the way
        └── StoreOutOfStep      the data was written by another version of Dolen

Nothing here knows of exit codes or of HTTP: each face translates.
"""

from dataclasses import dataclass

from graph.wording import joined, wording


class DolenError(Exception):
    """Something a person can act on.

    `message` is one plain sentence that says what is wrong and where; `advice` says what to do about it, or is empty.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return joined(" ", (self.message, self.advice)) if self.advice else self.message


class ValueRefused(DolenError):
    """A value that cannot be what it is said to be: `field` and `value` as given, `reason` in plain words."""

    def __init__(self, field: str, value: str, reason: str, advice: str = "") -> None:
        super().__init__(
            wording("%(field)s %(value)s: %(reason)s", field=field, value=repr(value), reason=reason), advice
        )
        self.field = field
        self.value = value
        self.reason = reason


class NotFound(DolenError):
    """Nothing that the reader may see answers to this name; a hidden record and an absent one read the same."""


class Ambiguous(DolenError):
    """Several entities or reports answer to one name; `candidates` are (id, kind, label), sorted."""

    def __init__(self, name: str, candidates: tuple[tuple[str, str, str], ...]) -> None:
        super().__init__(
            wording("%(name)s could be any of these %(candidates)s.", name=repr(name), candidates=len(candidates)),
            wording("Give the id of the one you mean."),
        )
        self.candidates = candidates


class NotPermitted(DolenError):
    """The reader's role does not allow this question."""


@dataclass(frozen=True)
class Difference:
    """One field in which what stands differs from what somebody wanted to record."""

    field: str
    standing: str
    wanted: str


class Changed(DolenError):
    """What somebody wanted to replace is no longer what stands; `differences` says field by field what is there now."""

    def __init__(self, message: str, advice: str, differences: tuple[Difference, ...]) -> None:
        super().__init__(message, advice)
        self.differences = differences


class OutOfBounds(DolenError):
    """A question deeper, longer or larger than Dolen answers."""


class SettingsWrong(DolenError):
    """A setting that cannot be used."""


class RunStopped(DolenError):
    """An ingest that cannot go on, because the file as a whole is wrong."""


class LayoutUnknown(RunStopped):
    """The columns of a file are not those that are expected; a mapping can say what they are."""


class RunCancelled(DolenError):
    """An ingest that somebody gave up; what its last batches wrote stays."""


class AuditUnavailable(DolenError):
    """The log of who looked at what cannot be written, so nothing is answered."""


class FileNotWritten(DolenError):
    """A file that cannot be written where or as what was asked."""


class LayoutFailed(DolenError):
    """A network that could not be laid out."""


class BackupUnusable(DolenError):
    """A file that is not a whole backup, or that this version or passphrase cannot read; nothing was restored."""


class NotEmpty(DolenError):
    """A restore into an installation that already holds something; nothing was changed."""


class StoreError(DolenError):
    """The graph engine did not do what was asked."""


class StoreUnavailable(StoreError):
    """The engine cannot be started or reached."""


class StoreBusy(StoreError):
    """Writing took too long, or another writer was in the way; nothing was written."""


class StoreOutOfStep(StoreError):
    """The data was written by another version of Dolen."""
