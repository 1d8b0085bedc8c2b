"""The words of a notice hold nothing but what stands on it."""

from graph.judgements.notice import NoticeBody
from graph.rules.notice_text import OnTheNotice, notice_text


def test_a_notice_s_words_hold_nothing_but_what_stands_on_it() -> None:
    """Every other field of a notice is a secret here; not one is in the words."""
    body = NoticeBody.read(
        {
            **{name: f"secret-{name}" for name in ("child", "adult", "address", "status_source", "stated_by")},
            **{name: f"secret-{name}" for name in ("advised", "referred")},
            "child_name": "Beca Wyn",
            "child_born": "2012-01-15",
            "adult_name": "Marc Tilley",
            "address_words": "Flat 1, 12 Heol Fawr",
            "basis": "s.49",
            "relation": "other relative",
            "status": "police-protection",
            "signed": "2026-05-01",
            "informed": [{"who": "secret-holder", "because": "secret-because"}],
            "served": {
                **{name: f"secret-{name}" for name in ("by", "how", "officer", "language", "recording")},
                "at": "2026-05-02",
            },
        }
    )
    text = notice_text(
        OnTheNotice(
            adult=body.adult_name, child=body.child_name, born=body.born, basis=body.basis, address=body.address_words
        )
    )
    whole = " ".join((text.title, *text.paragraphs, *text.completed, text.foot))

    assert "secret" not in whole
    assert "police protection" not in whole
    assert "relative" not in whole
    assert all(each in whole for each in ("Beca Wyn", "15 January 2012", "Marc Tilley", "Flat 1, 12 Heol Fawr"))
    assert "Check with legal" in whole
