"""Values of any class of `alianza.iati.values`, made at random from what its fields may hold."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

from hypothesis import strategies as st

from alianza.iati.binding import ILLEGAL, bound
from alianza.iati.values import Activity, Amount, OrganisationFile
from alianza.vocabulary.money import Money, currencies
from alianza.vocabulary.text import Text

HOSTILE = st.sampled_from(
    ["<script>", "]]>", "&amp;", "&", "\"'", "<!--", "<?pi?>", "<![CDATA[", "\r\n", "\r", "\t", "\u2028", "\x85", "\U0001f600", "ñ"]
)  # fmt: skip
LETTERS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=8)
STRINGS = st.lists(HOSTILE | LETTERS, min_size=1, max_size=3).map("".join).filter(lambda text: text.strip())
ANYTHING = st.lists(HOSTILE | st.text(st.characters(exclude_categories=()), max_size=8), max_size=3).map("".join)
TEXTS = st.dictionaries(st.sampled_from(["en", "es", "fr"]), ANYTHING, min_size=1).map(Text)
SAID_TEXTS = TEXTS.filter(lambda text: any(ILLEGAL.sub("\ufffd", words).strip() for words in text.languages.values()))
DATES = st.dates(date(1900, 1, 1), date(2100, 1, 1))
MONEY = st.builds(Money, st.integers(-(10**15), 10**15), st.sampled_from([each.code for each in currencies()]))

OF = {
    str: STRINGS,
    int: st.integers(1, 10**6),
    bool: st.booleans(),
    Decimal: st.decimals(-1000, 1000, places=4),
    date: DATES,
    datetime: st.datetimes(datetime(1900, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    Amount: st.builds(Amount, MONEY, DATES),
    Text: SAID_TEXTS,
}


@cache
def of(cls):
    """Any value of the class; of what may be left out, a few are told."""
    held = {}
    for each in bound(cls):
        one = OF[each.type] if each.type in OF else st.deferred(lambda part=each.type: of(part))
        many = st.lists(one, min_size=int(each.required), max_size=2).map(tuple)
        held[each.field] = many if each.many else one
    required = [each.field for each in bound(cls) if each.required]
    optional = sorted(held.keys() - set(required))
    chosen = st.lists(st.sampled_from(optional), max_size=5, unique=True) if optional else st.just([])
    return chosen.flatmap(
        lambda names: st.builds(cls, **{name: held[name] for name in (*required, *names)}),
    )


def _identifier(each):
    return each.identifier


ACTIVITIES = st.lists(of(Activity), min_size=1, max_size=2, unique_by=_identifier)
ORGANISATIONS = st.lists(of(OrganisationFile), min_size=1, max_size=2, unique_by=_identifier)
