"""The part of govuk-bank-holidays that Dolen uses (the library ships no types)."""

from datetime import date
from typing import TypedDict

class Holiday(TypedDict):
    title: str
    date: date
    notes: str
    bunting: bool

class BankHolidays:
    ENGLAND_AND_WALES: str
    def __init__(self, *, use_cached_holidays: bool = ...) -> None: ...
    def get_holidays(self, division: str | None = ..., year: int | None = ...) -> list[Holiday]: ...
