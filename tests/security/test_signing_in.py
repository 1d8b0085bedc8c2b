"""Guessing at the page on which to sign in."""

import re

from tests.pages.conftest import PASSWORD, Office

MINUTE, DAY = 60_000, 86_400_000


def test_each_further_guess_costs_more_time_and_the_right_password_waits_too(office: Office) -> None:
    visitor = office.visitor()
    office.clock.now += DAY

    def attempt(password: str) -> tuple[int, str]:
        answer = visitor.post("/sign-in", data={"name": "administrator", "password": password})
        said = re.search(r"Wait (\d+ \w+), then try again|do not go together", answer.text)
        return answer.status_code, said.group(0) if said else ""

    first = [attempt(f"a guess number {number}")[0] for number in range(4)]
    during = attempt(PASSWORD)
    office.clock.now += 2_000
    after = attempt("a guess number five")
    longer = attempt(PASSWORD)
    office.clock.now += 6 * MINUTE
    in_time = attempt(PASSWORD)

    assert first == [403, 403, 403, 403]
    assert during == (429, "Wait 1 second, then try again")
    assert after[0] == 403
    assert longer == (429, "Wait 2 seconds, then try again")
    assert in_time[0] == 303


def test_a_name_that_nobody_has_is_answered_as_a_wrong_password_is(office: Office) -> None:
    def page(name: str) -> str:
        answer = office.visitor().post("/sign-in", data={"name": name, "password": "a guess like another"})
        assert answer.status_code == 403
        return answer.text.replace(name, "NAME")

    assert page("manager") == page("nobody.atall")
