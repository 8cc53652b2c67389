"""Finca Sol's programmes, each at another step: what the addresses of cases point to.

Otto audits, Rhea sits on panels; three others did, so that nothing a visitor does hangs on another visitor.
"""

import io
from datetime import timedelta
from typing import Any

from alianza.certification.actions import appeals, auditing, correcting, interviewing, labels, panels, reviewing
from alianza.certification.models import Accreditation, Condition
from alianza.instruments.models import Attachment
from tests.certification import story
from tests.world import World

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def _cast(world: World) -> story.Case:
    """As in the story, with nobody on the panels but Rhea and six whom nobody is."""
    case = story.cast(world)
    Accreditation.objects.filter(user__in=[world.dina, world.maya]).delete()
    case.panel = case.others
    case.others = [story.person(name) for name in ("xena", "yara", "zoe")]
    for user in case.others:
        reviewing.accredit(
            user, "panelist", languages=[], begins_on=case.on, ends_on=case.on + timedelta(days=90), by=world.luc
        )
    return case


def _at(case: story.Case, name: str, *, audited: bool = True) -> story.Case:
    fresh = story.Case(case.world, case.on, case.auditor, case.panel, case.others)
    return story.applied(fresh, kind="programme", name=name, audited=audited)


def _granted(case: story.Case, name: str) -> story.Case:
    held = story.voted(story.concluded(story.opened(story.admitted(story.submitted(_at(case, name))))))
    held.award = panels.decide(held.application, reason="Two of three.", by=case.world.luc)
    held.fresh()
    return held


def arguments(world: World) -> dict[str, dict[str, Any]]:
    cast = _cast(world)
    begun, given_up = story.assessed(_at(cast, "Begun")), _at(cast, "Given up")
    returned, admitted = story.submitted(_at(cast, "Returned")), story.submitted(_at(cast, "Admitted"))
    declared = story.submitted(_at(cast, "Declared", audited=False))
    unassigned = story.admitted(story.submitted(_at(cast, "Unassigned")))
    asked = story.admitted(story.submitted(_at(cast, "Asked")))
    auditing.assign(asked.application, world.otto, by=world.luc)
    running = story.opened(story.admitted(story.submitted(_at(cast, "Running"))))
    story.found(running, "major")
    listening = story.opened(story.admitted(story.submitted(_at(cast, "Listening"))))
    (code,) = interviewing.issue_codes(listening.audit, 1, by=world.otto)
    voting = story.concluded(story.opened(story.admitted(story.submitted(_at(cast, "Voting")))))
    decided = story.voted(story.concluded(story.opened(story.admitted(story.submitted(_at(cast, "Decided"))))))
    held = _granted(cast, "Held")
    condition = Condition.objects.create(award=held.award, text="Show the records.", due_on=cast.on)
    suspended = _granted(cast, "Suspended")
    labels.suspend(suspended.award, ground="other", reason="A finding.", by=world.luc)
    appealed = _granted(cast, "Appealed")
    event = labels.suspend(appealed.award, ground="other", reason="A finding.", by=world.luc)
    appeal = appeals.appeal(appealed.application, event, grounds="It is not so.", by=world.pilar)
    for member in cast.others:
        auditing.declare(appealed.application, conflict=False, by=member)
        appeals.vote_on_appeal(appeal, "against", reason="It is so.", by=member)
    auditing.declare(appealed.application, conflict=False, by=world.rhea)
    auditing.declare(voting.application, conflict=False, by=world.rhea)
    watched = story.opened(_granted(cast, "Watched"), kind="surveillance")
    open_one, corrected = story.found(watched, "major"), story.found(watched, "minor", "DAT2")
    auditing.conclude(watched.audit, summary="Two things.", by=world.otto)
    correction = correcting.correct(corrected, text="Done.", evidence=io.BytesIO(PDF), name="a.pdf", by=world.pilar)
    kept = correction.evidence
    assert kept is not None
    file = Attachment.objects.create(
        response=held.application.submission.response, item="FEE1", file=kept, sha256=correction.sha256
    )
    accreditation = Accreditation.objects.filter(user=cast.others[0]).get()
    later = (cast.on + timedelta(days=30)).isoformat()
    said = {"reason": "Because it is so."}
    label = {"ground": "correction", "reason": "Because it is so."}

    def case(one: story.Case) -> dict[str, Any]:
        return {"code": one.application.code}

    audit, award = {"code": running.audit.code}, {"code": held.award.code}
    vote = {"choice": "against", "reason": "By the papers."}
    return {
        "certification:application-start:POST": {
            "organisation": str(world.finca_sol.pk),
            "kind": "firm",
            "audited": "yes",
            "due_on": later,
        },
        "certification:application-show": case(begun),
        "certification:application-submit": case(begun),
        "certification:application-withdraw": case(given_up),
        "certification:application-return": case(returned),
        "certification:application-return:POST": said,
        "certification:application-admit": case(admitted),
        "certification:application-enter": case(declared),
        "certification:application-papers": case(held),
        "certification:application-file": {**case(held), "file": file.code},
        "certification:application-declare": case(asked),
        "certification:application-declare:POST": {"conflict": "no"},
        "certification:accreditation-list:POST": {
            "user": world.mara.email,
            "kind": "auditor",
            "languages": "es",
            "begins_on": cast.on.isoformat(),
            "ends_on": later,
        },
        "certification:accreditation-end": {"code": accreditation.code},
        "certification:accreditation-end:POST": said,
        "certification:audit-assign": case(unassigned),
        "certification:audit-assign:POST": {"auditor": str(world.otto.code), "kind": "initial"},
        **{f"certification:audit-{page}": audit for page in ("show", "open", "visit", "find", "ask", "conclude")},
        "certification:audit-open:POST": {"workers": "60"},
        "certification:audit-visit:POST": {
            "day": cast.on.isoformat(),
            "where": "ESP",
            "place": "Lodging in Huelva",
            "seen": "Twelve beds, doors open.",
        },
        "certification:audit-criterion": {**audit, "item": "FEE1"},
        "certification:audit-criterion:POST": {"value": "met", "seen": "Bank records."},
        "certification:audit-find:POST": {"grade": "minor", "item": "CON4", "text": "No log."},
        "certification:audit-conclude:POST": {"summary": "Sound."},
        "certification:audit-codes": audit,
        "certification:audit-codes:POST": {"count": "6"},
        "certification:audit-interviews-end": audit,
        "certification:interview-enter:POST": {"code": code},
        "certification:interview-answer:POST": {"code": code, "a-W_FEE": "no", "then": "next"},
        "certification:finding-show": {"code": open_one.code},
        "certification:finding-correct": {"code": open_one.code},
        "certification:finding-correct:POST": {"text": "Both have terms now."},
        "certification:correction-answer": {"code": correction.code},
        "certification:correction-answer:POST": {"accepted": "yes", "answer": "Seen."},
        "certification:correction-file": {"code": correction.code},
        "certification:panel-show": case(voting),
        "certification:panel-vote": case(voting),
        "certification:panel-vote:POST": vote,
        "certification:panel-decide": case(decided),
        "certification:panel-decide:POST": said,
        "certification:label-suspend": award,
        "certification:label-suspend:POST": label,
        "certification:label-withdraw": award,
        "certification:label-withdraw:POST": label,
        "certification:label-reinstate": {"code": suspended.award.code},
        "certification:label-reinstate:POST": label,
        "certification:condition-meet": {"code": condition.code},
        "certification:condition-meet:POST": said,
        "certification:appeal-file": case(suspended),
        "certification:appeal-file:POST": {
            "grounds": "It is not so.",
            "standing": str(suspended.award.events.get(kind="suspended").code),
        },
        "certification:appeal-show": {"code": appeal.code},
        "certification:appeal-vote": {"code": appeal.code},
        "certification:appeal-vote:POST": vote,
        "certification:appeal-decide": {"code": appeal.code},
        "certification:appeal-decide:POST": said,
    }
