"""What is asked of the fund in the story, in the words of those who ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from alianza.fund.actions.proposal_drafts import Expected


def _result(
    level: str, statement: str, indicator: str, unit: str, target: int, source: str, baseline: int = 0
) -> Expected:
    return Expected(level, statement, indicator, unit, Decimal(baseline), Decimal(target), source)


@dataclass(frozen=True, slots=True)
class Asked:
    """One proposal. `budget` is by organisation and category, in whole US dollars; indirect cost is 7 % of the rest."""

    title: str
    applicant: str
    agent: str
    window: str
    kind: str
    countries: Mapping[str, str]
    executants: tuple[str, ...]
    months: int
    objectives: str
    tasks: str
    results: str
    expected: tuple[Expected, ...]
    budget: Mapping[str, Mapping[str, int]]
    reasons: Mapping[str, str | int]

    @property
    def direct(self) -> int:
        return sum(sum(parts.values()) for parts in self.budget.values())

    @property
    def total(self) -> int:
        """Indirect cost included; the story's amounts come out even."""
        return self.direct + self.direct * 7 // 100


CERTIFICATES = Asked(
    title="Certificates that count on both sides",
    applicant="Puente",
    agent="paz",
    window="W1",
    kind="pre_departure_training",
    countries={"PHL": "origin", "DEU": "destination"},
    executants=("Puente", "Language School Mirivel"),
    months=18,
    objectives="Nurses from the Philippines begin work in Germany with a certificate that is recognised there, instead "
    "of waiting a year for it as unpaid assistants.",
    tasks="Compare the two curricula; agree with the recognising authority on one examination; train examiners in "
    "Manila; teach the language of the ward; examine before departure.",
    results="The examination taken in Manila is accepted in Germany, and hospitals at home keep examiners who also "
    "teach those who stay.",
    expected=(
        _result("output", "Examiners are trained", "Examiners with a certificate", "people", 40, "Register of Puente"),
        _result("output", "Nurses speak the language of the ward", "Nurses who passed level B2", "people", 420,
                "Lists of examinations of the school"),
        _result("outcome", "Certificates are recognised before departure",
                "Certificates that the authority recognised before the holder left", "certificates", 300,
                "Notices of the recognising authority"),
    ),
    budget={
        "Puente": {"staff": 210_000, "contractual": 90_000, "travel": 40_000, "operating": 60_000},
        "Language School Mirivel": {"staff": 60_000, "supplies": 25_000, "equipment": 15_000},
    },
    reasons={
        "follows": "Forum of 2008, round table on skills and partnerships",
        "direct": "It trains and examines migrants before they leave.",
        "additional": "No programme of aid in the country pays for examinations of another country.",
        "overlap": "Searched the register of activities of both countries: language courses, no examinations.",
        "benefits": "Origin: examiners and teachers. Destination: nurses from the first day. Worker: pay as a nurse. "
        "Family: no debt for a year of waiting.",
        "risks": "Wards at home lose nurses: numbers are capped with the Ministry of Health, province by province.",
        "rights": "No fee is taken from nurses; complaints go to somebody outside; nobody is bound to an employer.",
        "gender_marker": 2,
        "rights_marker": 2,
        "child_marker": 0,
    },
)  # fmt: skip

LINE = Asked(
    title="A line that answers at night",
    applicant="Fair Passage",
    agent="sita",
    window="W2",
    kind="pilot",
    countries={"NPL": "origin", "PHL": "origin"},
    executants=("Fair Passage", "Puente"),
    months=24,
    objectives="Whoever is held back wages, papers or freedom abroad reaches somebody who answers in their language "
    "and acts.",
    tasks="Run a line by day and night; keep a network of lawyers; bring cases to the labour attachés; publish what "
    "recurs.",
    results="Wages are paid back, and agencies that recur in complaints lose their licence.",
    expected=(
        _result("output", "Calls are answered", "Calls answered within a minute", "calls", 9_000, "Call records"),
        _result("outcome", "Wages are paid back", "Cases in which wages were paid", "cases", 600, "Closed files"),
    ),
    budget={
        "Fair Passage": {"staff": 130_000, "contractual": 40_000, "travel": 30_000, "operating": 50_000},
        "Puente": {"staff": 35_000, "travel": 15_000},
    },
    reasons={
        "follows": "Forum of 2020, round table 3: gaps in the protection of migrants",
        "direct": "It answers migrants at work abroad.",
        "additional": "Consular services end at six in the evening; nobody else pays for the night.",
        "overlap": "Two lines exist, neither at night and neither in Nepali.",
        "benefits": "Origin: fewer distress returns. Destination: cases settled without court. Worker: wages. Family: "
        "the money arrives.",
        "risks": "Callers could be traced: numbers are not stored. Money passes through many small contracts.",
        "rights": "Nothing is passed on without consent; calls about violence go to a trained person within the hour.",
        "gender_marker": 1,
        "rights_marker": 2,
        "child_marker": 0,
    },
)  # fmt: skip

MENTORS = Asked(
    title="Engineers who left help those who stay",
    applicant="Kenyan Engineers Abroad",
    agent="kip",
    window="W3",
    kind="marketplace",
    countries={"KEN": "origin", "DEU": "destination"},
    executants=("Kenyan Engineers Abroad",),
    months=24,
    objectives="Two hundred young engineers in Kenya work on real tasks with a mentor abroad.",
    tasks="Match mentors and engineers; carry out forty small projects with counties; publish the designs.",
    results="Counties build what was designed, and mentors return as teachers for a term.",
    expected=(
        _result("output", "Pairs work together", "Pairs with a finished project", "pairs", 200, "Register of pairs"),
        _result("outcome", "Designs are built", "Designs that a county built", "designs", 25, "Counties' accounts"),
    ),
    budget={"Kenyan Engineers Abroad": {"staff": 110_000, "travel": 50_000, "transfers": 40_000}},
    reasons={
        "follows": "Forum's marketplace: partners found each other there",
        "direct": "It works with the diaspora and with those who might leave.",
        "additional": "Programmes of aid build roads; none pays people abroad to teach.",
        "overlap": "One programme of a university, in medicine alone.",
        "benefits": "Origin: designs and skills. Destination: the association. Worker: a way to give back. Family: "
        "none directly.",
        "risks": "Mentors lose interest: pairs are formed anew each half-year.",
        "rights": "Designs belong to the counties; mentors sign for the safety of minors.",
        "gender_marker": 1,
        "rights_marker": 0,
        "child_marker": 0,
    },
)  # fmt: skip

WARDS = Asked(
    title="Who stays on the ward",
    applicant="Association of Nurses Abroad",
    agent="nora",
    window="W1",
    kind="labour_market_analysis",
    countries={"PHL": "origin"},
    executants=("Association of Nurses Abroad",),
    months=12,
    objectives="The country knows, by province, how many nurses it can spare and how many it has to train.",
    tasks="Count posts and people by province; ask those who left and those who came back; publish twice a year.",
    results="Caps of bilateral programmes follow the count.",
    expected=(
        _result("output", "Counts are published", "Counts by province", "counts", 2, "Website of the association"),
        _result("outcome", "Caps follow the count", "Agreements whose cap cites it", "agreements", 3, "Agreements"),
    ),
    budget={"Association of Nurses Abroad": {"staff": 70_000, "contractual": 20_000, "travel": 10_000}},
    reasons={
        "follows": "Forum of 2020, round table 1",
        "direct": "It sets how many may be recruited.",
        "additional": "Not in any programme of aid.",
        "overlap": "A census every ten years.",
        "benefits": "Origin: wards are staffed. Destination: numbers that last. Worker: known rules. Family: none.",
        "risks": "Hospitals do not answer: the count is part of their licence.",
        "rights": "Only counts are published, none below ten.",
        "gender_marker": 1,
        "rights_marker": 1,
        "child_marker": 0,
    },
)  # fmt: skip

EVENINGS = Asked(
    title="Evening classes before departure",
    applicant="Language School Mirivel",
    agent="mila",
    window="W1",
    kind="pre_departure_training",
    countries={"PHL": "origin"},
    executants=("Language School Mirivel",),
    months=12,
    objectives="People who work by day learn the language of where they go in the evening.",
    tasks="Open evening classes in three towns; lend tablets; examine.",
    results="Nobody leaves a job to learn.",
    expected=(
        _result("output", "Classes are held", "Evenings taught", "evenings", 300, "Class books"),
        _result("outcome", "Learners pass", "Learners who passed level A2", "people", 240, "Lists of examinations"),
    ),
    budget={"Language School Mirivel": {"staff": 60_000, "supplies": 10_000, "equipment": 30_000}},
    reasons={
        "follows": "Forum of 2008, round table on skills",
        "direct": "It teaches migrants before they leave.",
        "additional": "Schools are paid by aid; evenings are not.",
        "overlap": "Day classes in Manila.",
        "benefits": "Origin: classes in the provinces. Destination: people who are understood. Worker: no lost pay. "
        "Family: nobody moves to Manila.",
        "risks": "Evenings are unsafe to travel: classes end at eight, with transport.",
        "rights": "No fee; children of learners are looked after.",
        "gender_marker": 1,
        "rights_marker": 1,
        "child_marker": 1,
    },
)  # fmt: skip

HOUSE = Asked(
    title="A house for those who come back",
    applicant="Puente",
    agent="paz",
    window="W2",
    kind="technical_assistance",
    countries={"PHL": "both"},
    executants=("Puente",),
    months=24,
    objectives="Whoever comes back in distress finds a bed, a lawyer and work.",
    tasks="Rent and equip a house; keep a lawyer; find employers.",
    results="Nobody sleeps at the airport.",
    expected=(
        _result("output", "People are received", "People who stayed at least one night", "people", 2_000, "House book"),
    ),
    budget={"Puente": {"staff": 90_000, "operating": 110_000}},
    reasons={
        "follows": "Forum of 2020, round table 3",
        "direct": "It receives migrants who return.",
        "additional": "The ministry's shelter has forty beds.",
        "overlap": "The ministry's shelter.",
        "benefits": "Origin: order at the airport. Destination: none. Worker: a bed. Family: news.",
        "risks": "Beds without work fill up.",
        "rights": "Nobody is asked for papers at the door.",
        "gender_marker": 1,
        "rights_marker": 2,
        "child_marker": 1,
    },
)  # fmt: skip
RETURNED = (
    "The ministry's shelter receives the same people, and the proposal does not say what it adds; rent alone is more "
    "than half of the budget. Please agree with the ministry on who receives whom, and send it again with that."
)

WORKS_ON = {
    (CERTIFICATES.title, "Puente"): (1, 3, 3, 1),
    (CERTIFICATES.title, "Language School Mirivel"): (2, 2, 2),
    (LINE.title, "Fair Passage"): (1, 2, 2, 1),
    (LINE.title, "Puente"): (1, 1),
}
"""Which result each category of an organisation's budget works on, in the order of its budget."""
