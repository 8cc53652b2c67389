import numpy as np
import pytest

from alianza.vocabulary.occupation_names import (
    EVERYDAY,
    ISCO_TITLE,
    NATIONAL,
    PREFERRED,
    folded,
    languages,
    occupation_names,
)
from alianza.vocabulary.occupations import esco_occupations, occupation


def test_names_are_packaged_in_the_interface_s_languages_and_those_of_national_services():
    assert {"en", "es", "fr", "pt", "de", "ro", "pl", "bg"} <= set(languages())


@pytest.mark.parametrize("lang", ["en", "es", "fr", "pt", "de"])
def test_columns_are_of_one_length_and_texts_are_folded(lang):
    names = occupation_names([lang])
    assert len(names) == len(names.labels) == len(names.langs) == len(names.kinds) == len(names.isco) > 1000
    assert set(names.langs) == {lang}
    sample = range(0, len(names), 37)
    assert all(names.texts[at] and names.texts[at] == folded(names.texts[at]) for at in sample)


def test_a_name_belongs_to_an_occupation_of_its_unit_group():
    names = occupation_names(["en", "es", "fr"])
    for at in range(0, len(names), 17):
        row = int(names.occupation[at])
        assert occupation(names.isco[at]).level == 4
        assert row == -1 or esco_occupations()[row].isco == names.isco[at]


def test_every_preferred_label_and_every_unit_group_can_be_typed():
    names = occupation_names(["en"], national=False)
    kinds = np.asarray(names.kinds)
    assert len({int(row) for row in names.occupation if row >= 0}) == 3039
    assert len({names.isco[at] for at in np.flatnonzero(kinds == ISCO_TITLE)}) == 436
    assert (kinds == PREFERRED).any()
    assert (kinds == EVERYDAY).any()
    assert not (kinds == NATIONAL).any()


def test_a_language_without_names_gives_none():
    assert len(occupation_names(["xx"])) == 0


def test_folding_sets_case_accents_and_alphabets_aside():
    assert folded("  Albañil/ALBAÑILA ") == "albanil albanila"
    assert folded("Œnologue, Größe") == "oenologue grosse"
    assert folded("Готвач") == "gotvach"
    assert folded("!?") == ""
