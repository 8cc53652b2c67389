"""What a respondent sees of a response: what is asked, how far it is, who holds what, what is missing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from alianza.accounts.models import User
from alianza.instruments import policy
from alianza.instruments.answers import Written, is_answer
from alianza.instruments.instrument import Instrument, Item, Section, Type
from alianza.instruments.models import Delegation, GivenAnswer, Invitation, Origin, Remark, Response, RoundStatus
from alianza.instruments.standing import Standing, standing
from alianza.network.policy import Visitor, roles_of
from alianza.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of what a person is asked. `sections` are those given to a colleague, None for the whole."""

    invitation: Invitation
    response: Response | None
    sections: tuple[Section, ...] | None
    done: int
    total: int
    remarks: int

    @property
    def is_open(self) -> bool:
        return self.invitation.round.status == RoundStatus.OPEN and (self.response is None or self.response.is_open)

    @property
    def is_late(self) -> bool:
        return self.is_open and timezone.now() >= self.invitation.deadline


@dataclass(frozen=True, slots=True)
class SectionState:
    """One section: how many of its questions are asked and answered, and what stands against handing it in."""

    section: Section
    asked: int
    answered: int
    missing: int
    faults: int
    carried: int
    holders: tuple[Delegation, ...]
    mine: bool

    @property
    def is_done(self) -> bool:
        return self.asked > 0 and self.answered == self.asked and not self.faults and not self.carried


@dataclass(frozen=True, slots=True)
class Whole:
    """A response as a person may see it."""

    response: Response
    instrument: Instrument
    held: Mapping[str, GivenAnswer]
    state: Standing
    readable: frozenset[str] | None
    writable: frozenset[str] | None
    may_sign: bool
    roles: frozenset[str]
    """As what the person signs; what is missing is judged by them."""

    @property
    def invitation(self) -> Invitation:
        return self.response.invitation

    @property
    def is_open(self) -> bool:
        return self.response.is_open and self.invitation.round.status == RoundStatus.OPEN

    def may_read(self, section: str) -> bool:
        return self.readable is None or section in self.readable

    def may_write(self, section: str) -> bool:
        return self.is_open and (self.writable is None or section in self.writable)

    @property
    def carried(self) -> frozenset[str]:
        return frozenset(name for name, answer in self.held.items() if answer.origin == Origin.CARRIED)

    @property
    def missing(self) -> tuple[str, ...]:
        return self.state.missing(self.instrument, self.roles)

    def asked_in(self, section: str) -> list[Item]:
        """The questions of a section that are asked, computed ones too, in order."""
        asked = set(self.state.asked)
        return [item for item in self.instrument.in_section(section) if item.id in asked]

    def faults_of(self, item: Item) -> list[tuple[int, Text]]:
        """What an answer does not hold, with the row of a repeated group it stands in."""
        names = {item.id, *(child.id for child in item.children)}
        return [(fault.row, fault.says) for fault in self.state.faults if fault.item in names]

    def value_of(self, item: str) -> Written | None:
        answer = self.held.get(item)
        value: Written | None = answer.value if answer else None
        return value

    def progress_of(self, section: str) -> tuple[int, int]:
        """Answered and asked questions of a section; what is computed is not asked."""
        waiting = [item for item in self.asked_in(section) if item.type is not Type.COMPUTED]
        answered = [item for item in waiting if is_answer(item, self.state.counted.get(item.id))]
        return len(answered), len(waiting)

    def sections(self) -> list[Section]:
        """Sections the person may read and in which something is asked."""
        return [each for each in self.instrument.sections if self.may_read(each.id) and self.asked_in(each.id)]

    def progress(self) -> tuple[int, int]:
        numbers = [self.progress_of(each.id) for each in self.sections()]
        return sum(done for done, _ in numbers), sum(total for _, total in numbers)


def whole_of(response: Response, user: Visitor) -> Whole:
    """Everything about a response that pages need, read once."""
    held = {answer.item: answer for answer in response.answers.all()}
    instrument = response.version.instrument
    counted = {
        name: answer.value
        for name, answer in held.items()
        if answer.origin != Origin.CARRIED and answer.value is not None
    }
    writable = policy.sections_of(user, response) if isinstance(user, User) else frozenset()
    return Whole(
        response,
        instrument,
        held,
        standing(instrument, counted),
        policy.sections_readable_by(user, response),
        writable,
        policy.may_sign(user, response),
        policy.roles_in(user, response),
    )


def sections_shown(whole: Whole) -> list[SectionState]:
    """The sections of the overview, those without any question left out."""
    given: list[Delegation] = list(whole.response.delegations.filter(ended_at=None))
    missing = set(whole.missing)
    found = []
    for section in whole.sections():
        items = whole.asked_in(section.id)
        names = {item.id for item in items}
        done, total = whole.progress_of(section.id)
        found.append(
            SectionState(
                section,
                total,
                done,
                len(missing & names),
                sum(len(whole.faults_of(item)) for item in items),
                len(whole.carried & names),
                tuple(each for each in given if section.id in each.sections) if whole.may_sign else (),
                whole.may_write(section.id),
            )
        )
    return found


def remarks_on(whole: Whole) -> list[tuple[Remark, Item | None]]:
    """Open remarks of the secretariat that concern what the person may read, with their question."""
    known = whole.instrument.by_id
    found = []
    for remark in whole.response.remarks.filter(settled_at=None):
        item = known.get(remark.item)
        if (item is None and whole.readable is None) or (item is not None and whole.may_read(item.section)):
            found.append((remark, item))
    return found


def asked_of(user: Visitor) -> list[Asked]:
    """What a person is asked: invitations to answer as a whole, then sections that colleagues gave them."""
    found = []
    own = policy.invitations_of(user).select_related("round__version", "organisation", "response__version")
    for invitation in own:
        response = getattr(invitation, "response", None)
        done, total, remarks = _numbers(response, user)
        found.append(Asked(invitation, response, None, done, total, remarks))
    held = {each.invitation.pk for each in found}
    given = policy.delegations_of(user).select_related(
        "response__invitation__round__version", "response__invitation__organisation", "response__version"
    )
    for delegation in given:
        response = delegation.response
        if response.invitation_id in held:
            continue
        sections = tuple(each for each in response.version.instrument.sections if each.id in delegation.sections)
        done, total, remarks = _numbers(response, user)
        found.append(Asked(response.invitation, response, sections, done, total, remarks))
    return sorted(found, key=lambda each: (not each.is_open, each.invitation.deadline))


def _numbers(response: Response | None, user: Visitor) -> tuple[int, int, int]:
    if response is None:
        return 0, 0, 0
    whole = whole_of(response, user)
    done, total = whole.progress()
    return done, total, len(remarks_on(whole))


def is_asked(user: Visitor) -> bool:
    """Whether the person has anything to answer, or had. Every page asks, so the roles are looked at first."""
    if not user.is_authenticated:
        return False
    if roles_of(user).isdisjoint({"focal_point", *policy.ANSWER_FOR}):
        asked = Invitation.objects.filter(person=user).exclude(round__status=RoundStatus.DRAFT)
    else:
        asked = policy.invitations_of(user)
    return asked.exists() or policy.delegations_of(user).exists()


def questions_in_order(whole: Whole, among: Collection[str] | None = None) -> list[Item]:
    """The questions a person may write, one after the other; without what is computed."""
    return [
        item
        for section in whole.instrument.sections
        if whole.may_write(section.id) and (among is None or section.id in among)
        for item in whole.asked_in(section.id)
        if item.type is not Type.COMPUTED
    ]


def changed_at(whole: Whole) -> datetime:
    return whole.response.changed_at
