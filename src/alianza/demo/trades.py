"""The occupations of the demonstration: which people have them, and which skills go with them.

Occupations and skills are those of ISCO-08 and ESCO. How often women hold an occupation and how common it is inside
its group are the project's own assumptions; they only make the registry look like one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from alianza.vocabulary.occupations import EscoOccupation, esco_occupations, skills_of

ESSENTIALS, OPTIONALS = 14, 14
"""How many of ESCO's skills of an occupation the demonstration uses, so that two people of one trade share some."""


@dataclass(frozen=True, slots=True)
class Trade:
    """One occupation. `group` is that of the emigrants' table, `sector` that of the permits' questions."""

    isco: str
    label: str
    """Of the ESCO occupation, in English."""
    group: str
    sector: str
    women: float
    """Share of women, 0 to 1."""
    education: int
    """The usual level, 0 to 6."""
    weight: float = 1.0
    """Against the others of its group."""
    regulated: bool = False

    @property
    def esco(self) -> EscoOccupation:
        return _esco(self.isco, self.label)


@cache
def _esco(isco: str, label: str) -> EscoOccupation:
    for found in esco_occupations(isco):
        if str(found.label()) == label:
            return found
    raise LookupError(f"ESCO has no {label!r} in {isco}.")


_TRADES = (
    Trade("2221", "nurse responsible for general care", "professional", "care", 0.85, 5, 5.0, regulated=True),
    Trade("2211", "general practitioner", "professional", "care", 0.5, 6, 0.8, regulated=True),
    Trade("2264", "physiotherapist", "professional", "care", 0.6, 5, 1.2, regulated=True),
    Trade("2330", "secondary school teacher", "professional", "services", 0.6, 5, 2.0, regulated=True),
    Trade("2342", "early years teacher", "professional", "services", 0.95, 5, 0.8, regulated=True),
    Trade("2512", "software developer", "professional", "it", 0.25, 5, 3.0),
    Trade("2522", "ICT system administrator", "professional", "it", 0.2, 5, 1.0),
    Trade("2142", "civil engineer", "professional", "construction", 0.2, 5, 1.6),
    Trade("2144", "mechanical engineer", "professional", "manufacturing", 0.12, 5, 1.2),
    Trade("2151", "electrical engineer", "professional", "manufacturing", 0.12, 5, 1.0),
    Trade("2411", "accountant", "professional", "services", 0.55, 5, 2.2),
    Trade("3212", "medical laboratory assistant", "professional", "care", 0.65, 4, 1.0),
    Trade("1420", "department store manager", "managerial", "services", 0.4, 4, 1.0),
    Trade("4110", "office clerk", "clerical", "services", 0.7, 3, 2.0),
    Trade("4311", "billing clerk", "clerical", "services", 0.65, 3, 1.0),
    Trade("3343", "administrative assistant", "clerical", "services", 0.8, 4, 1.0),
    Trade("5223", "shop assistant", "sales", "services", 0.6, 3, 2.0),
    Trade("5230", "cashier", "sales", "services", 0.75, 3, 1.0),
    Trade("5321", "healthcare assistant", "service", "care", 0.85, 3, 2.5),
    Trade("5322", "home care aide", "service", "care", 0.88, 3, 2.5),
    Trade("5311", "child care worker", "service", "services", 0.95, 3, 1.0),
    Trade("5120", "cook", "service", "hospitality", 0.4, 3, 2.5),
    Trade("5131", "waiter/waitress", "service", "hospitality", 0.5, 3, 2.0),
    Trade("5151", "housekeeping supervisor", "service", "hospitality", 0.75, 3, 0.5),
    Trade("9111", "domestic cleaner", "service", "domestic_work", 0.93, 2, 1.2),
    Trade("9112", "building cleaner", "service", "services", 0.7, 2, 2.0),
    Trade("9412", "kitchen assistant", "service", "hospitality", 0.5, 2, 1.5),
    Trade("9211", "fruit and vegetable picker", "agriculture", "horticulture", 0.45, 1, 4.0),
    Trade("9213", "crop production worker", "agriculture", "agriculture", 0.3, 1, 3.0),
    Trade("9214", "horticulture worker", "agriculture", "horticulture", 0.45, 2, 2.0),
    Trade("6121", "cattle breeder", "agriculture", "agriculture", 0.25, 2, 0.8),
    Trade("8341", "land-based machinery operator", "agriculture", "agriculture", 0.05, 2, 0.8),
    Trade("9216", "aquaculture harvesting worker", "agriculture", "fishery", 0.25, 1, 0.8),
    Trade("7112", "bricklayer", "production", "construction", 0.03, 2, 1.6),
    Trade("7115", "carpenter", "production", "construction", 0.03, 2, 1.3),
    Trade("7126", "plumber", "production", "construction", 0.02, 3, 1.2),
    Trade("7131", "construction painter", "production", "construction", 0.06, 2, 0.8),
    Trade("7411", "building electrician", "production", "construction", 0.03, 3, 1.4),
    Trade("9313", "building construction worker", "production", "construction", 0.06, 1, 2.2),
    Trade("7212", "welder", "production", "manufacturing", 0.04, 3, 1.6),
    Trade("7214", "dismantling worker", "production", "shipbuilding", 0.03, 2, 0.5),
    Trade("7231", "vehicle technician", "production", "services", 0.03, 3, 1.2),
    Trade("7412", "electrical mechanic", "production", "manufacturing", 0.04, 3, 0.8),
    Trade("7511", "butcher", "production", "meat_processing", 0.2, 2, 0.9),
    Trade("8153", "sewing machine operator", "production", "manufacturing", 0.75, 2, 1.4),
    Trade("8160", "baking operator", "production", "manufacturing", 0.45, 2, 1.4),
    Trade("8332", "cargo vehicle driver", "production", "services", 0.03, 2, 1.6),
    Trade("9329", "factory hand", "production", "manufacturing", 0.4, 2, 2.4),
)


@cache
def trades() -> Mapping[str, Trade]:
    """By ISCO-08 unit group."""
    return MappingProxyType({trade.isco: trade for trade in _TRADES})


@cache
def by_group() -> Mapping[str, Mapping[str, float]]:
    """The weights of the unit groups inside each group of the emigrants' table."""
    found: dict[str, dict[str, float]] = {}
    for trade in _TRADES:
        found.setdefault(trade.group, {})[trade.isco] = trade.weight
    return MappingProxyType(found)


@dataclass(frozen=True, slots=True)
class SkillPool:
    """The skills that orders of a trade ask for and people of it may have: ids of ESCO."""

    essential: tuple[str, ...]
    optional: tuple[str, ...]


@cache
def skill_pool(isco: str) -> SkillPool:
    """Spread evenly over ESCO's own list, which is alphabetical."""
    needs = skills_of(trades()[isco].esco.id)
    essential = [need.skill.id for need in needs if need.essential]
    optional = [need.skill.id for need in needs if not need.essential]
    return SkillPool(_spread(essential, ESSENTIALS), _spread(optional, OPTIONALS))


def _spread(ids: list[str], count: int) -> tuple[str, ...]:
    if len(ids) <= count:
        return tuple(ids)
    return tuple(ids[at * len(ids) // count] for at in range(count))
