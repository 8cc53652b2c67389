"""The record of how an estimate was made."""

from alianza import __version__
from alianza.observatory import packaged
from alianza.observatory.figures import note
from alianza.observatory.labour_balance import labour_balance
from alianza.observatory.own_flows import USED
from alianza.observatory.provenance import Provenance, computed, recorded


def test_it_names_every_input_by_its_content() -> None:
    entries = [packaged.entry("population", "2024"), packaged.entry("wdi")]
    made = computed("alianza.engines.population", "A method.", {"to": 2050}, entries)
    assert dict(made.inputs) == {each.name: each.sha256 for each in entries}
    assert made.version == __version__
    assert made.series[0] == ("population", "2024", entries[0].sha256)
    assert made.as_data()["engine"] == "alianza.engines.population"


def test_the_mark_changes_with_anything_in_the_record_and_with_nothing_else() -> None:
    record = Provenance({"a@1": "0" * 64}, "m", {"b": 1, "a": [2]}, "1")
    assert record.mark == Provenance({"a@1": "0" * 64}, "m", {"a": [2], "b": 1}, "1").mark
    others = [
        Provenance({"a@1": "1" * 64}, "m", {"b": 1, "a": [2]}, "1"),
        Provenance({"a@1": "0" * 64}, "n", {"b": 1, "a": [2]}, "1"),
        Provenance({"a@1": "0" * 64}, "m", {"b": 1, "a": [3]}, "1"),
        Provenance({"a@1": "0" * 64}, "m", {"b": 1, "a": [2]}, "2"),
        Provenance({"a@1": "0" * 64}, "m", {"b": 1, "a": [2]}, "1", "engine"),
    ]
    assert record.mark not in {each.mark for each in others}
    assert len(record.mark) == 12


def test_the_packaged_estimate_of_flows_rests_on_the_series_that_are_packaged() -> None:
    made = recorded(packaged.entry("flows-estimates"))
    assert made is not None
    assert dict(made.inputs) == {packaged.entry(*each).name: packaged.entry(*each).sha256 for each in USED}
    assert "pseudo-bayes" in made.method
    assert note(packaged.entry("flows-estimates")).provenance == made


def test_what_was_published_elsewhere_has_no_record_of_ours() -> None:
    assert recorded(packaged.entry("migrant-stock")) is None
    assert note(packaged.entry("migrant-stock")).provenance is None


def test_the_labour_balance_names_all_it_rests_on() -> None:
    made = labour_balance("JPN").provenance
    assert made.parameters["to"] == 2050
    assert {"population-age@2019", "mortality-rates@2024", "wdi-cross-section@2021"} <= set(made.inputs)
    assert labour_balance("JPN", 2040).provenance.mark != made.mark
