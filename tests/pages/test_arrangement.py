"""Where the things of a large picture stand: near what they are linked with, none upon another, and nobody is named."""

from itertools import combinations
from math import dist
from random import Random
from statistics import mean

from tests.pages.conftest import Office
from tests.pages.picturing import send

ROOM = (60.0, 40.0)


def test_linked_things_stand_near_one_another_and_none_covers_another(office: Office) -> None:
    rng = Random(4)
    links = [[number, rng.randrange(number)] for number in range(1, 300)]
    person = office.person("analyst")
    before = office.log_length

    answer = send(person, "/api/v1/arrangement", {"rooms": [ROOM] * 300, "links": links})

    places = answer.json()["places"]
    apart = [(abs(x - a), abs(y - b)) for (x, y), (a, b) in combinations(places, 2)]
    assert all(across >= 2 * ROOM[0] or down >= 2 * ROOM[1] for across, down in apart)
    linked = mean(dist(places[one], places[other]) for one, other in links)
    assert linked < 0.3 * mean(dist(one, other) for one, other in combinations(places, 2))
    assert office.log_length == before, "nothing was looked at"


def test_the_same_picture_is_arranged_alike(office: Office) -> None:
    picture = {"rooms": [ROOM] * 60, "links": [[number, number // 3] for number in range(1, 60)]}
    turned = {**picture, "links": [[other, one] for one, other in reversed(picture["links"])]}

    first, second = (send(office.person("analyst"), "/api/v1/arrangement", each).json() for each in (picture, turned))

    assert first == second
    assert send(office.person("analyst"), "/api/v1/arrangement", {"rooms": []}).json() == {"places": []}


def test_what_is_no_picture_is_refused(office: Office) -> None:
    person = office.person("analyst")
    for wrong in (
        {"rooms": [ROOM], "links": [[0, 1]]},
        {"rooms": [ROOM, (0, 40)], "links": []},
        {"rooms": [ROOM] * 2201},
        {"rooms": [ROOM] * 2, "links": [[0, -1]]},
        {"rooms": [ROOM], "names": ["Rhys"]},
    ):
        answer = send(person, "/api/v1/arrangement", wrong)
        assert answer.status_code == 422
        assert answer.json()["detail"]
