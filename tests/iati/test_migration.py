from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from alianza.iati import MigrationClass, classify, read, say, standard
from alianza.iati.migration import CORE, IN_DONOR, PRIVATE_FLOWS, REFUGEE_AGENCIES, RELIEF, WORDS, purpose_shares
from alianza.iati.values import Activity, Amount, Description, Party, Sector, Tag, Transaction
from alianza.vocabulary._folding import fold
from alianza.vocabulary.money import Money
from tests.iati.files import FUND, OFFICIAL_ACTIVITY

PLAIN = replace(
    read(FUND)[1],
    title=say(en="Rural roads"),
    descriptions=(Description(words=say(en="Roads.")),),
    sectors=(Sector(code="21020", percentage=Decimal(100)),),
    tags=(),
    transactions=(),
)


def sectors(**shares: str | int | None) -> tuple[Sector, ...]:
    return tuple(
        Sector(code=code[1:], percentage=None if share is None else Decimal(share)) for code, share in shares.items()
    )


def told(**languages: str) -> Activity:
    return replace(PLAIN, title=say(**languages))


@pytest.mark.parametrize(
    ("activity", "expected", "reason"),
    [
        (PLAIN, MigrationClass.NONE, "none"),
        (replace(PLAIN, sectors=sectors(_15190=100)), MigrationClass.CORE, "core"),
        (replace(PLAIN, sectors=sectors(_24050=30, _15136=20, _21020=50)), MigrationClass.CORE, "core"),
        (replace(PLAIN, sectors=sectors(_15190=None)), MigrationClass.CORE, "core"),
        (replace(PLAIN, sectors=sectors(_15190=20, _21020=80)), MigrationClass.GENERAL, "part-core"),
        (replace(PLAIN, sectors=sectors(_93010=100)), MigrationClass.IN_DONOR, "in-donor"),
        (replace(PLAIN, sectors=sectors(_93011=30, _93018=30, _15190=40)), MigrationClass.IN_DONOR, "in-donor"),
        (replace(PLAIN, sectors=sectors(_24050=100), flow="37"), MigrationClass.PRIVATE, "private-remittances"),
        (replace(told(en="A diaspora bond"), flow="36"), MigrationClass.PRIVATE, "private-remittances"),
        (replace(PLAIN, sectors=sectors(_15190=100), flow="30"), MigrationClass.CORE, "core"),
        (replace(told(en="Shelter for refugees"), sectors=sectors(_72010=100)), MigrationClass.REFUGEES, "refugees-relief"),
        (replace(PLAIN, sectors=sectors(_72010=100)), MigrationClass.NONE, "none"),
        (replace(PLAIN, parties=(Party(role="4", ref="XM-DAC-41121"),)), MigrationClass.REFUGEES, "refugees-agency"),
        (replace(PLAIN, parties=(Party(role="1", ref="XM-DAC-41121"),)), MigrationClass.NONE, "none"),
        (told(fr="Écoles pour les réfugiés et les communautés d'accueil"), MigrationClass.REFUGEES, "refugees-words"),
        (told(es="Agua para comunidades de acogida"), MigrationClass.REFUGEES, "refugees-words"),
        (told(en="Root causes of irregular migration"), MigrationClass.GENERAL, "words"),
        (told(es="Uso productivo de las remesas"), MigrationClass.GENERAL, "words"),
        (replace(PLAIN, tags=(Tag(vocabulary="3", code="10.7"),)), MigrationClass.GENERAL, "target"),
        (replace(PLAIN, tags=(Tag(vocabulary="2", code="10"),)), MigrationClass.NONE, "none"),
    ],
)  # fmt: skip
def test_an_activity_has_one_class_and_the_reason_for_it(activity, expected, reason):
    found, why = classify(activity)
    assert (found, why.code) == (expected, reason)
    assert str(why).endswith(".")
    assert "%(" not in str(why)


def test_in_donor_cost_is_never_development_abroad_whatever_words_say():
    activity = replace(told(en="Refugees and migration"), sectors=sectors(_93010=60, _15190=40))
    assert classify(activity)[0] is MigrationClass.IN_DONOR


def test_what_rests_on_words_or_a_lesser_part_is_an_estimate():
    assert classify(told(en="Migration"))[1].estimated
    assert classify(replace(PLAIN, sectors=sectors(_15190=20, _21020=80)))[1].estimated
    assert not classify(replace(PLAIN, sectors=sectors(_15190=60, _21020=40)))[1].estimated
    assert not classify(PLAIN)[1].estimated


def test_the_providers_own_interest_does_not_count():
    """Main purpose in the country that receives: roads stay roads, even where a donor hopes that people stay."""
    assert classify(replace(PLAIN, reporter=replace(PLAIN.reporter, name=say(en="Migration Fund"))))[0] == "none"


def test_the_examples_have_their_classes():
    assert [classify(each)[0] for each in read(FUND)] == ["core", "core"]
    assert [classify(each)[0] for each in read(OFFICIAL_ACTIVITY)] == ["none"]


def transaction(code: str, amount: str, currency: str = "USD", flow: str = "") -> Transaction:
    day = date(2026, 1, 1)
    money = Amount(Money.of(amount, currency), day)
    return Transaction(kind="3", on=day, amount=money, sectors=(Sector(code=code),), flow=flow)


def test_shares_come_from_the_transactions_where_the_activity_has_no_purpose():
    activity = replace(PLAIN, sectors=(), transactions=(transaction("15190", "75"), transaction("21020", "-25")))
    assert purpose_shares(activity) == {"15190": Decimal(75), "21020": Decimal(25)}
    assert classify(activity)[0] is MigrationClass.CORE


def test_two_currencies_are_not_weighed_against_each_other():
    activity = replace(PLAIN, sectors=(), transactions=(transaction("15190", "1"), transaction("21020", "9", "EUR")))
    assert purpose_shares(activity) == {"15190": Decimal(50), "21020": Decimal(50)}


def test_codes_without_a_share_have_what_the_others_leave():
    activity = replace(PLAIN, sectors=sectors(_15190=40, _21020=None, _31110=None))
    assert purpose_shares(activity) == {"15190": Decimal(40), "21020": Decimal(30), "31110": Decimal(30)}
    assert purpose_shares(replace(PLAIN, sectors=())) == {}


def test_the_flow_of_transactions_counts_where_they_agree():
    private = replace(PLAIN, sectors=(), flow="", transactions=(transaction("24050", "1", flow="37"),))
    assert classify(private)[0] is MigrationClass.PRIVATE


def test_the_codes_that_decide_are_codes_of_the_standard():
    assert not (CORE | IN_DONOR | RELIEF) - set(standard.codelist("Sector").codes)
    assert not PRIVATE_FLOWS - set(standard.codelist("FlowType").codes)
    channels = standard.codelist("CRSChannelCode").codes
    for agency in REFUGEE_AGENCIES:
        assert "refugee" in channels[agency.removeprefix("XM-DAC-")].name().lower()


def test_the_words_are_folded_as_texts_are():
    assert all(fold(word) == word for words in WORDS.values() for word in words)
