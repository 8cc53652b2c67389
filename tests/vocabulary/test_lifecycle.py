"""A lifecycle is a table: shown, asked, and refused with every reason at once."""

from dataclasses import replace
from typing import Any

import pytest

from alianza.vocabulary.lifecycle import Guard, Lifecycle, Move, NotYet, Role, State, refused, require
from alianza.vocabulary.refusal import Refusal, marked
from alianza.vocabulary.said import Said

TRANCHE = Lifecycle(
    id="tranche",
    states=(
        State("planned", "Planned"),
        State("requested", "Requested"),
        State("checked", "Checked"),
        State("paid", "Paid"),
        State("refused", "Refused"),
    ),
    moves=(
        Move("request", "Request", ("planned",), "requested", ("organisation",), ("report_accepted", "spent_enough")),
        Move("check", "Check", ("requested",), "checked", ("officer",), ("two_people",)),
        Move("pay", "Pay", ("checked",), "paid", ("trustee",)),
        Move("refuse", "Refuse", ("requested", "checked"), "refused", ("officer", "trustee"), needs_reason=True),
    ),
    initial="planned",
    finals=("paid", "refused"),
    guards=(
        Guard("report_accepted", "The last report is accepted."),
        Guard("spent_enough", "At least 75 % of what was advanced is spent."),
        Guard("two_people", "Somebody else requested it."),
    ),
    roles=(Role("organisation", "Organisation"), Role("officer", "Officer"), Role("trustee", "Trustee")),
)
READY = {"report_accepted": True, "spent_enough": True, "two_people": True}

SPANISH = {
    "“%(move)s” is possible from: %(sources)s. It stands at: %(state)s.": "«%(move)s» desde: %(sources)s. Ahora: %(state)s.",
    "“%(move)s” is for: %(actors)s.": "«%(move)s» corresponde a: %(actors)s.",
    "Still to be met: %(what)s": "Falta: %(what)s",
    "Not known, so it counts as not met: %(what)s": "No se sabe, y cuenta como que falta: %(what)s",
    "“%(move)s” needs a reason. Say why.": "«%(move)s» exige un motivo.",
    "%(one)s or %(other)s": "%(one)s o %(other)s",
    "Refuse": "Rechazar",
    "Request": "Solicitar",
    "Planned": "Prevista",
    "Requested": "Solicitada",
    "Checked": "Revisada",
    "Paid": "Pagada",
    "Organisation": "Organización",
    "Officer": "Oficial",
    "Trustee": "Administrador",
    "The last report is accepted.": "Se aceptó el último informe.",
    "At least 75 % of what was advanced is spent.": "Se gastó al menos el 75 % del anticipo.",
}


def spanish(text: str) -> str:
    return SPANISH.get(text, text)


def changed(**given: Any) -> Lifecycle:
    return replace(TRANCHE, **given)


def test_a_page_reads_the_table() -> None:
    assert [move.id for move in TRANCHE.moves_from("requested")] == ["check", "refuse"]
    assert TRANCHE.moves_from("paid") == ()
    assert TRANCHE.move("pay").target == "paid"
    assert [state.label for state in TRANCHE.sources_of("refuse")] == ["Requested", "Checked"]
    assert [role.label for role in TRANCHE.actors_of("refuse")] == ["Officer", "Trustee"]
    assert [guard.id for guard in TRANCHE.guards_of("request")] == ["report_accepted", "spent_enough"]
    assert TRANCHE.state("paid").label == "Paid" and TRANCHE.guard("two_people").sentence.startswith("Somebody")
    assert hash(TRANCHE) == hash(replace(TRANCHE))


@pytest.mark.parametrize("ask", [TRANCHE.state, TRANCHE.move, TRANCHE.guard, TRANCHE.moves_from])
def test_an_id_of_another_table_is_no_answer(ask: Any) -> None:
    with pytest.raises(KeyError, match="nowhere is not among"):
        ask("nowhere")


def test_what_may_be_done_has_no_reason_against_it() -> None:
    assert refused(TRANCHE, "request", "planned", READY, "organisation") == ()
    assert require(TRANCHE, "request", "planned", READY, {"organisation", "auditor"}) is TRANCHE.move("request")


def test_all_reasons_are_given_at_once_in_their_order() -> None:
    found = refused(TRANCHE, "request", "checked", {"report_accepted": False}, "officer")
    assert [str(reason) for reason in found] == [
        "“Request” is possible from: Planned. It stands at: Checked.",
        "“Request” is for: Organisation.",
        "Still to be met: The last report is accepted.",
        "Not known, so it counts as not met: At least 75 % of what was advanced is spent.",
    ]


@pytest.mark.parametrize("held", [{}, {"two_people": None}])
def test_what_is_not_known_counts_as_failing_and_says_so(held: dict[str, bool | None]) -> None:
    (reason,) = refused(TRANCHE, "check", "requested", held, "officer")
    assert reason.message == "Not known, so it counts as not met: %(what)s"
    assert str(reason.facts["what"]) == "Somebody else requested it."


def test_a_failing_guard_can_say_what_exactly_is_missing() -> None:
    missing = {"spent_enough": Said(marked("Spent: %(share)s %%."), share=61), "two_people": Said(marked("Ana did."))}
    held = READY | {"spent_enough": False}
    (reason,) = refused(TRANCHE, "request", "planned", held, "organisation", because=missing)
    assert str(reason) == "Still to be met: At least 75 % of what was advanced is spent. Spent: 61 %."
    assert reason.translated(spanish).startswith("Falta: Se gastó al menos el 75 % del anticipo. Spent")


@pytest.mark.parametrize("role", ["", "auditor", (), {"auditor", "donor"}])
def test_somebody_without_the_role_is_told_whose_move_it_is(role: Any) -> None:
    (reason,) = refused(TRANCHE, "refuse", "requested", {}, role)
    assert str(reason) == "“Refuse” is for: Officer or Trustee."


def test_a_move_that_needs_a_reason_asks_for_it_when_it_is_made() -> None:
    assert refused(TRANCHE, "refuse", "requested", {}, "officer") == (), "a page asks before anybody has said anything"
    for empty in ("", "  \n"):
        (reason,) = refused(TRANCHE, "refuse", "requested", {}, "officer", reason=empty)
        assert str(reason) == "“Refuse” needs a reason. Say why."
    with pytest.raises(NotYet, match="needs a reason"):
        require(TRANCHE, "refuse", "requested", {}, "officer")
    assert require(TRANCHE, "refuse", "requested", {}, "officer", reason="No report.").target == "refused"
    assert refused(TRANCHE, "pay", "checked", {}, "trustee", reason="") == (), "others need none"


def test_a_guard_is_held_by_its_name_and_as_true_or_false() -> None:
    with pytest.raises(ValueError, match="has no guard named reprot_accepted"):
        refused(TRANCHE, "request", "planned", {"reprot_accepted": True}, "organisation")
    with pytest.raises(TypeError, match="report_accepted holds is True, False or None, not 1"):
        refused(TRANCHE, "request", "planned", {"report_accepted": 1}, "organisation")  # type: ignore[dict-item]
    for move, state in (("fly", "planned"), ("request", "flown")):
        with pytest.raises(KeyError):
            refused(TRANCHE, move, state, READY, "organisation")


def test_the_refusal_carries_its_reasons_and_says_them_in_any_language() -> None:
    with pytest.raises(NotYet) as caught:
        require(TRANCHE, "request", "checked", {"spent_enough": False}, "officer")
    refusal = caught.value
    assert isinstance(refusal, Refusal) and refusal.code == "vocabulary.lifecycle.not_yet"
    assert [reason.message for reason in refusal.reasons] == [
        "“%(move)s” is possible from: %(sources)s. It stands at: %(state)s.",
        "“%(move)s” is for: %(actors)s.",
        "Not known, so it counts as not met: %(what)s",
        "Still to be met: %(what)s",
    ]
    assert str(refusal) == " ".join(refusal.reasons) == refusal.message % refusal.facts
    assert refusal.translated(spanish) == (
        "«Solicitar» desde: Prevista. Ahora: Revisada. «Solicitar» corresponde a: Organización. "
        "No se sabe, y cuenta como que falta: Se aceptó el último informe. "
        "Falta: Se gastó al menos el 75 % del anticipo."
    )
    with pytest.raises(ValueError, match="at least one reason"):
        NotYet([])


def test_the_page_says_every_reason_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    from alianza.web import middleware

    monkeypatch.setattr(middleware, "_", spanish)
    refusal = NotYet(refused(TRANCHE, "refuse", "planned", {}, "nobody"))
    assert middleware.translated(refusal) == (
        "«Rechazar» desde: Solicitada o Revisada. Ahora: Prevista. «Rechazar» corresponde a: Oficial o Administrador."
    )


def test_its_sentences_are_in_the_catalogue() -> None:
    from alianza.web.catalogue import extracted

    found = {message.id for message in extracted() if message.id}
    assert {message for message in SPANISH if "%(" in message} <= found


def test_the_sentences_of_a_refusal_keep_their_facts_in_any_language() -> None:
    class NoPlace(Refusal):
        message = marked("%(what)s has no place: %(why)s")

    refusal = NoPlace(what="Order 7", why=Said("Checked"))
    assert refusal.translated(spanish) == "Order 7 has no place: Revisada"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"initial": "born"}, "the initial state born is not a state"),
        ({"finals": ("paid", "refused", "dead")}, "the final state dead is not a state"),
        ({"states": (*TRANCHE.states, State("paid", "Paid again"))}, "the state paid is declared 2 times"),
        ({"moves": (*TRANCHE.moves, TRANCHE.moves[0])}, "the move request is declared 2 times"),
        ({"guards": (*TRANCHE.guards, TRANCHE.guards[0])}, "the guard report_accepted is declared 2 times"),
        ({"roles": (*TRANCHE.roles, TRANCHE.roles[0])}, "the role organisation is declared 2 times"),
        ({"guards": TRANCHE.guards[1:]}, "the move request names no known guard: report_accepted"),
        ({"guards": (*TRANCHE.guards, Guard("idle", "Nothing."))}, "no move asks for the guard idle"),
        ({"roles": TRANCHE.roles[1:]}, "the move request names no known role: organisation"),
        ({"roles": (*TRANCHE.roles, Role("idle", "Idle"))}, "the role idle makes no move"),
        ({"states": (*TRANCHE.states, State("lost", "Lost"))}, "the state lost is never reached"),
        ({"finals": ("paid",)}, "the state refused leads to no final state"),
        ({"finals": ()}, "the state planned leads to no final state"),
        ({"finals": ("paid", "refused", "checked")}, "the final state checked is left by the move pay"),
        ({"states": (*TRANCHE.states, State("blank", " "))}, "a state lacks its id or its words: 'blank'"),
    ],
)
def test_a_table_that_makes_no_sense_is_not_made(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match="The lifecycle tranche") as caught:
        changed(**given)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("move", "words"),
    [
        (Move("x", "X", ("planned",), "gone", ("officer",)), "the move x names no known state: gone"),
        (Move("x", "X", ("gone",), "paid", ("officer",)), "the move x names no known state: gone"),
        (Move("x", "X", ("planned", "planned"), "paid", ("officer",)), "the move x names planned twice"),
        (Move("x", "X", (), "paid", ("officer",)), "the move x has no source"),
        (Move("x", "X", ("planned",), "paid", ()), "the move x has no actors"),
        (Move("x", "", ("planned",), "paid", ("officer",)), "a move lacks its id or its words: 'x'"),
    ],
)
def test_a_move_that_makes_no_sense_is_named(move: Move, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        changed(moves=(*TRANCHE.moves, move))


def test_everything_wrong_is_said_together() -> None:
    with pytest.raises(ValueError, match="initial state born") as caught:
        changed(initial="born", guards=())
    assert str(caught.value).count(";") == 3


def test_a_circle_without_a_way_out_is_a_dead_end() -> None:
    circle = (
        Move("pause", "Pause", ("requested",), "checked", ("officer",)),
        Move("resume", "Resume", ("checked",), "requested", ("officer",)),
        Move("ask", "Ask", ("planned",), "requested", ("officer",)),
        Move("pay", "Pay", ("planned",), "paid", ("officer",)),
        Move("refuse", "Refuse", ("planned",), "refused", ("officer",)),
    )
    with pytest.raises(ValueError, match="the state requested leads to no final state; the state checked leads to no"):
        changed(moves=circle, guards=(), roles=())


def test_without_declared_roles_an_actor_is_shown_by_its_id() -> None:
    plain = changed(roles=())
    assert plain.actors_of("pay") == (Role("trustee", "trustee"),)
    assert str(refused(plain, "pay", "checked", {}, "officer")[0]) == "“Pay” is for: trustee."
