"""What the rules of the fund are called, and windows by the names the founding papers give them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alianza.fund.models import Window
from alianza.texts import page_language
from alianza.vocabulary.initiative import initiative
from alianza.vocabulary.labels import Label, pick
from alianza.vocabulary.money import Money

RULES: Mapping[str, Promise] = {
    "trustee_fee": _("Trustee's fee on receipts"),
    "core_share": _("Most that core functions may take of net unearmarked receipts"),
    "signed_unpaid_share": _("Share of signed, unpaid money that may be approved against"),
    "indirect_cap": _("Most indirect cost, of direct cost"),
    "next_tranche_at": _("Accepted expenditure over advances before the next tranche"),
    "host_share": _("Seed money of the host, of what is requested"),
    "trustee_own_money": _("Most that the trustee's own money may be"),
    "shift_between_categories": _("Shift between categories without a decision, of the smaller one"),
    "no_cost_extension_months": _("Extension without cost and without a decision"),
    "admissibility_days": _("To say whether a proposal is admissible"),
    "endorsement_months": _("How long an endorsement holds"),
    "contracting_days": _("To sign a contract before the reserve returns"),
    "reviewers": _("Reviewers without conflict of interest"),
    "final_report_months": _("Final report after operational closure"),
    "financial_closure_months": _("Financial closure after operational closure"),
    "refund_days": _("Return of unspent money after the final statement"),
    "refund_soon_days": _("Refund: reminder before its day"),
    "overdue_notice_days": _("Late report: notice"),
    "overdue_block_days": _("Late report: next tranche blocked"),
    "overdue_list_days": _("Late report: on the committee's list"),
    "bank_details_days": _("Call-back after bank details changed"),
    "single_audit_above": _("Audit of one organisation above"),
    "exchange_buffer": _("Taken off the current rate in the forecast"),
    "reserve_share": _("Top-up reserve, of unearmarked money"),
    "large_item_share": _("Item with the longer clock, of its window"),
    "lapse_months": _("Commitment without the bank's approval lapses"),
    "lapse_first_notice_days": _("Commitment that lapses: first notice before"),
    "lapse_last_notice_days": _("Commitment that lapses: last notice before"),
    "fee_weight": _("Fee of Part I, in fees of Part II"),
    "unified_discount": _("Discount rate of grant elements"),
    "widest_spread": _("Scores further apart ask for one more reviewer"),
    "screening_approves_from": _("Least median for the advisory group's approval"),
    "screening_refuses_below": _("A median below this means refusal"),
    "endorsing_days": _("Waiting for endorsements: stuck after"),
    "screening_days": _("Waiting for its screening: stuck after"),
    "deciding_days": _("Waiting for a decision: stuck after"),
    "correcting_days": _("Returned for correction: stuck after"),
    "narrative_report_days": _("Narrative report after its half-year"),
    "financial_report_months": _("Certified figures after their year"),
    "interim_report_days": _("Report for the next tranche"),
    "answer_days": _("Report or request waiting for the secretariat: stuck after"),
    "eligibility_review_months": _("Eligibility is looked at again after"),
    "facility_target": _("Grant element that operations of the facility aim at"),
    "fee_part_one_from": _("Income group from which a member pays as Part I"),
}
UNITS: Mapping[str, Promise] = {
    "share": _("share"),
    "months": _("months"),
    "days": _("days"),
    "working days": _("working days"),
    "people": _("people"),
    "times": _("times"),
    "percent a year": _("percent a year"),
    "USD": _("US dollars"),
    "points": _("points"),
    "percent": _("percent"),
    "income group, 1 low to 4 high": _("income group, 1 low to 4 high"),
}
GRADES: Mapping[str, Promise] = {
    "paper": _("in a founding paper"),
    "practice": _("practice of comparable funds"),
    "own": _("our own, to be confirmed by the committee"),
}


def area_name(area: str, lang: str) -> Label:
    """A thematic area as the founding papers call it."""
    for one in initiative()["gfmd_thematic_areas"]:
        if one["id"] == area:
            return pick(one["label"], lang)
    return pick({"en": area}, lang)


def window_name(window: Window, lang: str) -> str:
    return f"{window.number}: {area_name(window.area, lang)}"


def money_words(money: Money) -> str:
    """An amount as pages write it, for sentences that are not made in a template."""
    from babel.numbers import format_currency

    language = page_language()
    return str(format_currency(money.amount, money.currency, locale=language))
