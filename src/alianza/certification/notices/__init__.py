"""What people are told about labels, and who hears it. Call inside the transaction of the deed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from alianza.accounts.models import User
from alianza.certification import policy
from alianza.certification.lifecycle import APPLICATION
from alianza.certification.models import Accreditation, Appeal, Application, Audit, Award, Finding, Standing
from alianza.certification.notices.complaints import COMPLAINTS
from alianza.certification.notices.watching import tell_watchers
from alianza.messages.actions import tell, tell_many
from alianza.messages.kinds import Kind
from alianza.network.models import RoleCode
from alianza.vocabulary.days import day_words


def _day_shown(facts: Mapping[str, Any], lang: str) -> Mapping[str, Any]:
    return {**facts, "day": day_words(date.fromisoformat(str(facts["day"])), lang)}


def _state_shown(facts: Mapping[str, Any], lang: str) -> Mapping[str, Any]:
    with override(lang):
        return {**facts, "state": gettext(APPLICATION.state(str(facts["state"])).label)}


def _event_shown(facts: Mapping[str, Any], lang: str) -> Mapping[str, Any]:
    with override(lang):
        return {**_day_shown(facts, lang), "event": str(Standing.Kind(str(facts["event"])).label)}


KINDS: tuple[Kind, ...] = (
    Kind(
        "certification.application.moved",
        _("Your application for the label moved on"),
        _("The application %(application)s stands at: %(state)s."),
        shown=_state_shown,
    ),
    Kind(
        "certification.application.waits",
        _("An application for the label waits for the secretariat"),
        _("The application %(application)s stands at: %(state)s."),
        duty=True,
        shown=_state_shown,
    ),
    Kind(
        "certification.application.before_panel",
        _("An application for the label is before the panel"),
        _("The application %(application)s waits for your vote. Declare first whether you are free of conflict."),
        duty=True,
    ),
    Kind(
        "certification.audit.assigned",
        _("You are asked to audit"),
        _("The audit of the application %(application)s is yours. Declare first whether you are free of conflict."),
        duty=True,
    ),
    Kind(
        "certification.finding.told",
        _("Findings are to be corrected"),
        _("An audit under %(application)s raised findings; the first is to be corrected by %(day)s."),
        duty=True,
        shown=_day_shown,
    ),
    Kind(
        "certification.finding.corrected",
        _("A correction waits for you"),
        _("The firm says how it corrected finding %(finding)s under %(application)s."),
        duty=True,
    ),
    Kind(
        "certification.finding.answered",
        _("The auditor answered your correction"),
        _("The auditor looked at what you did about finding %(finding)s under %(application)s."),
    ),
    Kind(
        "certification.label.changed",
        _("Something happened to your label"),
        _("The label %(label)s: %(event)s, %(day)s."),
        duty=True,
        shown=_event_shown,
    ),
    Kind(
        "certification.label.ends",
        _("Your label ends soon"),
        _("The label %(label)s holds until %(day)s. Apply again in time."),
        duty=True,
        shown=_day_shown,
    ),
    Kind(
        "certification.appeal.filed",
        _("An appeal waits for you"),
        _("An appeal in the case %(application)s is decided by people who took no part in it: you are one of them."),
        duty=True,
    ),
    Kind(
        "certification.appeal.decided",
        _("Your appeal is decided"),
        _("The appeal in the case %(application)s is decided."),
        duty=True,
    ),
    *COMPLAINTS,
)


def page_of(application: Application) -> str:
    return reverse("certification:application-show", kwargs={"code": application.code})


def _officers() -> Iterable[User]:
    return User.objects.filter(memberships__role=RoleCode.OFFICER, memberships__ends_on__isnull=True).distinct()


def application_moved(application: Application) -> None:
    """Officers hear of what waits for them, panelists of what waits for their vote, the firm of every answer."""
    facts, url = {"application": application.number, "state": application.state}, page_of(application)
    if application.state == Application.State.SUBMITTED:
        tell_many([(each, facts, url) for each in _officers()], "certification.application.waits")
        return
    agents = policy.agents_of(application.subject.organisation)
    tell_many([(each, facts, url) for each in agents], "certification.application.moved")
    if application.state == Application.State.PANEL:
        page = reverse("certification:panel-show", kwargs={"code": application.code})
        members = [each.user for each in policy.accreditations_in_force(Accreditation.Kind.PANELIST)]
        asked = [each for each in members if policy.before_the_panel(each).filter(pk=application.pk).exists()]
        told = {"application": application.number}
        tell_many([(each, told, page) for each in asked], "certification.application.before_panel")


def audit_assigned(audit: Audit) -> None:
    url = reverse("certification:audit-show", kwargs={"code": audit.code})
    tell(audit.auditor, "certification.audit.assigned", {"application": audit.application.number}, url)


def findings_told(audit: Audit, findings: list[Finding]) -> None:
    days = sorted(each.due_on for each in findings if each.due_on is not None)
    if not days:
        return
    facts = {"application": audit.application.number, "day": days[0].isoformat()}
    agents = policy.agents_of(audit.application.subject.organisation)
    url = page_of(audit.application)
    tell_many([(each, facts, url) for each in agents], "certification.finding.told")


def _finding(finding: Finding) -> tuple[dict[str, Any], str]:
    url = reverse("certification:finding-show", kwargs={"code": finding.code})
    return {"finding": finding.number, "application": finding.audit.application.number}, url


def correction_made(finding: Finding) -> None:
    tell(finding.audit.auditor, "certification.finding.corrected", *_finding(finding))


def correction_answered(finding: Finding) -> None:
    agents = policy.agents_of(finding.audit.application.subject.organisation)
    facts, url = _finding(finding)
    tell_many([(each, facts, url) for each in agents], "certification.finding.answered")


def label_changed(event: Standing) -> None:
    """The holder hears of everything that happens to a label."""
    award = event.award
    facts = {"label": award.number, "event": event.kind, "day": event.day.isoformat()}
    agents = policy.agents_of(award.subject.organisation)
    tell_many([(each, facts, page_of(award.application)) for each in agents], "certification.label.changed")
    tell_watchers.enqueue()


def label_ends(award: Award, _days: int) -> None:
    facts = {"label": award.number, "day": award.expires_on.isoformat()}
    agents = policy.agents_of(award.subject.organisation)
    url = reverse("certification:application-list")
    tell_many([(each, facts, url) for each in agents], "certification.label.ends")


def appeal_filed(appeal: Appeal) -> None:
    url = reverse("certification:appeal-show", kwargs={"code": appeal.code})
    members = [each.user for each in policy.accreditations_in_force(Accreditation.Kind.PANELIST)]
    asked = [each for each in members if policy.may_hear(each, appeal)]
    facts = {"application": appeal.application.number}
    tell_many([(each, facts, url) for each in asked], "certification.appeal.filed")


def appeal_decided(appeal: Appeal) -> None:
    agents = policy.agents_of(appeal.application.subject.organisation)
    url = reverse("certification:appeal-show", kwargs={"code": appeal.code})
    facts = {"application": appeal.application.number}
    tell_many([(each, facts, url) for each in agents], "certification.appeal.decided")
