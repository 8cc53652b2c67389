import pytest

from tests.iati.files import FUND, add_after, changed, checked, drop, put, write

A = "iati-activity[1]"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (drop(f"{A}/budget/value"), "<budget> is not complete: it still needs value."),
        (drop(f"{A}/reporting-org"), "<title> may not stand here. The schema expects reporting-org."),
        (add_after(f"{A}/related-activity", "<title><narrative>x</narrative></title>"), "<title> may not stand here."),
        (drop(f"{A}/budget/value", "value-date"), "<value> has no attribute value-date, which the schema requires."),
        (put(f"{A}/sector", name="x"), "<sector> may not have the attribute name."),
        (
            write(f"{A}/budget/value", "many"),
            "'many' is not a number; write digits with a point, such as 1250.50 (<value>).",
        ),
        (
            put(f"{A}/activity-date", iso_date="1.1.2024"),
            "'1.1.2024' is not a date; write it as 2026-11-21 (<activity-date>, attribute iso-date).",
        ),
        (put(A, hierarchy="top"), "'top' is not a whole number (<iati-activity>, attribute hierarchy)."),
        (write(f"{A}/activity-status", "active"), "<activity-status> may not hold text of its own."),
    ],
)
def test_a_fault_is_said_in_one_plain_sentence(change, sentence):
    found = checked(changed(FUND, change)).by_rule("schema")
    assert [each.sentence for each in found][:1] == [sentence] or sentence.rstrip(".") in found[0].sentence
    assert found[0].line
    assert found[0].context.startswith("/iati-activities/iati-activity")


def test_a_fault_is_said_once():
    found = checked(changed(FUND, put(f"{A}/activity-date", iso_date="1.1.2024"))).by_rule("schema")
    assert len(found) == 1


def test_a_root_alone_is_not_complete():
    (found,) = checked(b"<iati-activities version='2.03'/>").by_rule("schema")
    assert found.sentence == "<iati-activities> is not complete: it still needs iati-activity."
