"""Which activities are migration finance, and of which class: one class each, with the reason kept beside it.

The DAC counts by main purpose: what an activity is for in the country that receives it, not why the provider gives. So
the sectors decide, by their shares; words decide only where sectors cannot, and a class that rests on them is an
estimate, which is shown apart. The five classes are never added up: in-donor cost and private money least of all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from alianza.iati.values import Activity, Sector
from alianza.vocabulary._folding import fold
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said
from alianza.vocabulary.text import Text

CORE = frozenset({"15190", "24050", "15136"})
"""Safe and regular migration; remittances; immigration (DAC purpose codes)."""
REMITTANCES = "24050"
IN_DONOR = frozenset(str(code) for code in range(93010, 93019))
"""Refugees and asylum seekers in donor countries."""
RELIEF = frozenset({"72010", "72011", "72012", "72040", "72050", "73010"})
"""Relief and rehabilitation, where those helped may be refugees: their definitions name them among others."""
PRIVATE_FLOWS = frozenset({"30", "35", "36", "37"})
"""Money of civil society, markets and firms (FlowType)."""
REFUGEE_AGENCIES = frozenset({"XM-DAC-41121", "XM-DAC-41130"})
"""UNHCR and UNRWA: who acts through them acts for refugees."""
GOALS = frozenset({("3", "8.8"), ("3", "10.7"), ("3", "10.c"), ("8", "8.8"), ("8", "10.7"), ("8", "10.c")})
"""Targets on migrant workers, migration policies and remittances, as tags (vocabulary 3) or sectors (vocabulary 8)."""
MAIN_PURPOSE = Decimal(50)
"""Per cent from which a purpose is the main one."""

# Beginnings of words in English, Spanish and French, folded.
WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "refugees": (
            "refugee", "asylum seek", "host communit", "internally displaced", "forced displacement",
            "forcibly displaced",
            "refugiad", "solicitantes de asilo", "comunidades de acogida", "desplazad", "desplazamiento forzado",
            "refugie", "demandeurs d asile", "communautes d accueil", "communautes hotes", "deplaces interne",
            "deplacement force",
        ),
        "diaspora": ("diaspora", "remittance", "remesa", "envois de fonds", "transferts de fonds des migrants"),
        "migration": (
            "migra", "immigra", "emigra", "returnee", "trafficking in persons", "trata de personas",
            "traite des personnes",
        ),
    }
)  # fmt: skip


class MigrationClass(StrEnum):
    CORE = "core"
    """Migration itself is the main purpose."""
    REFUGEES = "refugees"
    """Refugees, displaced people and the communities that host them, outside donor countries."""
    GENERAL = "general"
    """Root causes or general development with migration among its reasons: an estimate, shown apart."""
    IN_DONOR = "in-donor"
    """Refugees and asylum seekers in donor countries: shown apart, no development abroad."""
    PRIVATE = "private"
    """Remittances, diaspora: private money, shown apart."""
    NONE = "none"
    """Nothing in it says migration."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an activity has its class: `message` is a catalogue id whose named places `facts` fill."""

    code: str
    message: str
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    @property
    def estimated(self) -> bool:
        """Whether it rests on words or on a lesser part, so that the amount is no count of migration finance."""
        return self.code in {"refugees-words", "part-core", "target", "words"}

    @property
    def sentence(self) -> Said:
        return Said(self.message, **self.facts)

    def __str__(self) -> str:
        return self.sentence


_REASONS = {
    "in-donor": marked("Purpose codes of refugees in donor countries (%(codes)s) make up %(share)s %%."),
    "private-remittances": marked("Private flow (%(flow)s) for remittances or diaspora (%(sign)s)."),
    "core": marked("Purpose codes of migration (%(codes)s) make up %(share)s %%."),
    "refugees-relief": marked("Relief (purpose codes %(codes)s) that names refugees or displaced people (%(sign)s)."),
    "refugees-agency": marked("Carried out by an agency for refugees (%(agency)s)."),
    "refugees-words": marked("Title or objectives name refugees or those who host them (%(sign)s)."),
    "part-core": marked("Purpose codes of migration (%(codes)s) make up %(share)s %%, less than the main purpose."),
    "target": marked("It names a target on migration (%(target)s); its purpose codes are of other kinds."),
    "words": marked("Title or objectives name migration (%(sign)s); its purpose codes are of other kinds."),
    "none": marked("Neither purpose codes, targets, agencies nor words say migration."),
}


def classify(activity: Activity) -> tuple[MigrationClass, Reason]:
    """The class of an activity and the reason for it, asked in this order: in-donor, private, core, refugees, general.

    Without purpose codes of the DAC (vocabulary 1) only targets, agencies and words are left to judge by.
    """
    shares = purpose_shares(activity)
    told = _told(activity)
    in_donor, core = _of(shares, IN_DONOR), _of(shares, CORE)
    if in_donor[1] >= MAIN_PURPOSE:
        return MigrationClass.IN_DONOR, _reason("in-donor", codes=in_donor[0], share=in_donor[1])
    if _flow(activity) in PRIVATE_FLOWS:
        sign = REMITTANCES if REMITTANCES in shares else _sign(told, "diaspora")
        if sign:
            return MigrationClass.PRIVATE, _reason("private-remittances", flow=_flow(activity), sign=sign)
    if core[1] >= MAIN_PURPOSE:
        return MigrationClass.CORE, _reason("core", codes=core[0], share=core[1])
    return _refugees(activity, shares, told) or _general(activity, core, told)


def _refugees(activity: Activity, shares: Mapping[str, Decimal], told: str) -> tuple[MigrationClass, Reason] | None:
    sign = _sign(told, "refugees")
    relief = _of(shares, RELIEF)
    if relief[0] and sign:
        return MigrationClass.REFUGEES, _reason("refugees-relief", codes=relief[0], sign=sign)
    for party in activity.parties:
        if party.role == "4" and party.ref in REFUGEE_AGENCIES:
            return MigrationClass.REFUGEES, _reason("refugees-agency", agency=party.ref)
    return (MigrationClass.REFUGEES, _reason("refugees-words", sign=sign)) if sign else None


def _general(activity: Activity, core: tuple[str, Decimal], told: str) -> tuple[MigrationClass, Reason]:
    if core[0]:
        return MigrationClass.GENERAL, _reason("part-core", codes=core[0], share=core[1])
    for vocabulary, code in _codes(activity):
        if (vocabulary, code) in GOALS:
            return MigrationClass.GENERAL, _reason("target", target=code)
    sign = _sign(told, "diaspora") or _sign(told, "migration")
    if sign:
        return MigrationClass.GENERAL, _reason("words", sign=sign)
    return MigrationClass.NONE, _reason("none")


def purpose_shares(activity: Activity) -> Mapping[str, Decimal]:
    """Per cent of the activity for each purpose code of the DAC.

    From the activity's sectors; where it has none, from its transactions, each counted by the size of its amount.
    Amounts of two currencies are not weighed against each other: then each transaction counts alike. Codes that tell no
    share have in equal parts what the others leave.
    """
    sectors = [each for each in activity.sectors if each.vocabulary == "1"]
    if sectors:
        return _told_shares(sectors)
    weights: dict[str, Decimal] = {}
    alike = len({each.amount.money.currency for each in activity.transactions}) > 1
    for transaction in activity.transactions:
        for each in transaction.sectors:
            if each.vocabulary == "1":
                size = Decimal(1) if alike else abs(transaction.amount.money.amount)
                weights[each.code] = weights.get(each.code, Decimal(0)) + size
    total = sum(weights.values(), Decimal(0))
    return {code: _percent(weight, total) for code, weight in weights.items()} if total else {}


def _told_shares(sectors: Iterable[Sector]) -> Mapping[str, Decimal]:
    shares: dict[str, Decimal] = {}
    untold = [each.code for each in sectors if each.percentage is None]
    for each in sectors:
        if each.percentage is not None:
            shares[each.code] = shares.get(each.code, Decimal(0)) + each.percentage
    left = max(Decimal(0), 100 - sum(shares.values(), Decimal(0)))
    for code in untold:
        shares[code] = shares.get(code, Decimal(0)) + _percent(left / len(untold), Decimal(100))
    return shares


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return round(100 * part / whole, 2)


def _of(shares: Mapping[str, Decimal], codes: frozenset[str]) -> tuple[str, Decimal]:
    """Those of the codes that the activity has, and their share together."""
    held = sorted(codes & shares.keys())
    return ", ".join(held), sum((shares[code] for code in held), Decimal(0))


def _flow(activity: Activity) -> str:
    """The flow type of the activity; where it tells none, that of its transactions if they agree."""
    flows = {each.flow for each in activity.transactions if each.flow}
    return activity.flow or (flows.pop() if len(flows) == 1 else "")


def _codes(activity: Activity) -> list[tuple[str, str]]:
    tags = [(each.vocabulary, each.code) for each in activity.tags]
    return [*tags, *((each.vocabulary, each.code) for each in activity.sectors)]


def _told(activity: Activity) -> str:
    """Title and what it is for, folded, in every language they are told in."""
    texts: list[Text] = [activity.title, *(each.words for each in activity.descriptions)]
    return f" {fold(' '.join(words for text in texts for words in text.languages.values()))}"


def _sign(told: str, kind: str) -> str:
    return next((word for word in WORDS[kind] if f" {word}" in told), "")


def _reason(code: str, **facts: object) -> Reason:
    shown = {name: f"{fact.normalize():f}" if isinstance(fact, Decimal) else fact for name, fact in facts.items()}
    return Reason(code, _REASONS[code], MappingProxyType(shown))
