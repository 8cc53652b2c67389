"""An instrument as a value: what is asked, of whom, under which condition, and what follows from the answers.

It is one version of a questionnaire, frozen: `urn` and `version` name it for ever. How it is written is the business of
`alianza.instruments.reading`, what an answer looks like of `alianza.instruments.answers`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from alianza.vocabulary.criterion import Criterion
from alianza.vocabulary.facts import Fact
from alianza.vocabulary.text import Text

NOTHING: Text = Text({})


class Type(StrEnum):
    """What an answer looks like."""

    CRITERION = "criterion"
    BOOLEAN = "boolean"
    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    DATE = "date"
    PERIOD = "period"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    MATRIX = "matrix"
    FILE = "file"
    COUNTRY = "country"
    OCCUPATION = "occupation"
    CORRIDOR = "corridor"
    ORGANISATION = "organisation"
    GEOPOINT = "geopoint"
    REPEAT = "repeat"
    COMPUTED = "computed"

    @property
    def is_number(self) -> bool:
        return self in {Type.INTEGER, Type.DECIMAL, Type.MONEY, Type.COMPUTED}

    @property
    def has_choices(self) -> bool:
        return self in {Type.CRITERION, Type.SELECT_ONE, Type.SELECT_MULTIPLE}

    @property
    def may_be_several(self) -> bool:
        """Whether the author may ask for several answers in one list."""
        return self in {Type.FILE, Type.COUNTRY, Type.OCCUPATION, Type.CORRIDOR, Type.ORGANISATION}


class Kind(StrEnum):
    """What an instrument is for."""

    QUESTIONNAIRE = "questionnaire"
    CERTIFICATION = "certification"
    REGULATORY_SHEET = "regulatory_sheet"
    POLICY_REVIEW = "policy_review"
    TWINNING_REVIEW = "twinning_review"
    EVALUATION = "evaluation"


class Respondent(StrEnum):
    """In whose name an instrument is answered."""

    STATE = "state"
    STATE_PAIR = "state_pair"
    ORGANISATION = "organisation"
    FIRM = "firm"
    PROGRAMME = "programme"
    PERSON = "person"


class Role(StrEnum):
    """As what somebody hands a response in; `contact` is whoever the respondent named for the round by mail address."""

    FOCAL_POINT = "focal_point"
    EMPLOYER = "employer"
    PARTNER = "partner"
    MEMBER = "member"
    CONTACT = "contact"


class Arithmetic(StrEnum):
    """What a computed item does with its terms, in the order written."""

    SUM = "sum"
    DIFFERENCE = "difference"
    PRODUCT = "product"
    RATIO = "ratio"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a list. `score` is None where the value is left out of scores; `scored` tells that from none set."""

    value: str
    label: Text
    score: Fraction | None = None
    scored: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """Values to choose from. In an ordered list they stand from low to high and can be compared."""

    id: str
    choices: tuple[Choice, ...]
    ordered: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(choice.value for choice in self.choices)

    def choice(self, value: str) -> Choice:
        return next(choice for choice in self.choices if choice.value == value)


@dataclass(frozen=True, slots=True)
class Sum:
    """How a computed item comes about. Terms are ids of numeric items; one that is unknown leaves the whole unknown."""

    arithmetic: Arithmetic
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question.

    `required` asks everybody, or the roles in `required_of`; `relevant` says when it is asked at all and `constraint`
    what an answer must hold, with `constraint_says` for the reader. `replaces` is the id an older version knew it by.
    """

    id: str
    section: str
    type: Type
    label: Text
    guidance: Text = NOTHING
    required: bool = False
    required_of: frozenset[str] = frozenset()
    relevant: Criterion | None = None
    constraint: Criterion | None = None
    constraint_says: Text = NOTHING
    choices: ChoiceList | None = None
    rows: ChoiceList | None = None
    several: bool = False
    unit: str = ""
    least: int | float | None = None
    most: int | float | None = None
    longest: int = 0
    """Letters of a text, or entries of a repeated group."""
    children: tuple["Item", ...] = ()
    computed: Sum | None = None
    level: str = ""
    critical: bool = False
    refs: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    evidence: tuple[str, ...] = ()
    audit: tuple[str, ...] = ()
    replaces: str = ""

    def required_for(self, roles: Collection[str]) -> bool:
        """Whether somebody in these roles must answer before the response can be handed in."""
        return self.required or not self.required_of.isdisjoint(roles)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together. `by` names the party of a pair that answers it, empty for everybody."""

    id: str
    title: Text
    guidance: Text = NOTHING
    relevant: Criterion | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A fact that the user of the instrument supplies, such as the result of an audit; nobody is asked for it."""

    id: str
    label: Text
    fact: Fact


@dataclass(frozen=True, slots=True)
class Check:
    """A comparison of answers that raises a finding; it never changes an answer."""

    id: str
    when: Criterion
    says: Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result with its condition. Outcomes are read from the top: the first that holds is the result."""

    id: str
    label: Text
    when: Criterion


@dataclass(frozen=True, slots=True)
class Carries:
    """Which answers of the version before may stand here: by this version's item id, the id they were given under."""

    version: int
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """A worked example: what somebody answered, and what has to come out."""

    name: str
    answers: Mapping[str, object]
    given: Mapping[str, object]
    outcome: str = ""
    hidden: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    missing: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One version of a questionnaire. `facts` are what its conditions may test; `document` is the written form."""

    urn: str
    version: int
    kind: Kind
    respondent: Respondent
    title: Text
    purpose: Text = NOTHING
    languages: tuple[str, ...] = ("en",)
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    lists: Mapping[str, ChoiceList]
    given: tuple[Given, ...] = ()
    checks: tuple[Check, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    cases: tuple[Case, ...] = ()
    carries: Carries | None = None
    facts: Mapping[str, Fact]
    document: Mapping[str, object] = field(repr=False, compare=False)

    @property
    def by_id(self) -> Mapping[str, Item]:
        """Every item by its id, those inside repeated groups too."""
        return {item.id: item for item in self.every_item()}

    def every_item(self) -> Iterator[Item]:
        """Items in the order asked, each repeated group before what it repeats."""
        for item in self.items:
            yield item
            yield from item.children

    def in_section(self, section: str) -> Sequence[Item]:
        return [item for item in self.items if item.section == section]

    def section(self, section: str) -> Section:
        return next(each for each in self.sections if each.id == section)

    def __hash__(self) -> int:
        return hash((self.urn, self.version))
