from datetime import date

import pytest

from alianza.consent.purposes import LANGUAGES, UnknownPurpose, purpose, purposes


def test_every_purpose_is_worded_in_three_languages() -> None:
    for asked in purposes():
        for version in asked.versions:
            for text in (version.title, version.data, version.why, version.agreement):
                assert set(text.languages) == set(LANGUAGES), asked.code
                assert not text.is_reviewed("es")
                assert text.is_reviewed("en")


def test_the_purposes_of_the_platform_are_all_there() -> None:
    assert [each.code for each in purposes()] == ["matching", "named", "finder", "statistics", "mail"]


def test_versions_count_up_and_the_first_one_asks() -> None:
    for asked in purposes():
        assert [version.version for version in asked.versions] == list(range(1, len(asked.versions) + 1))
        assert asked.versions[0].asks_again
        assert all(isinstance(version.since, date) and version.retention_months > 0 for version in asked.versions)
        assert asked.version(1) is asked.versions[0]


def test_an_unknown_purpose_is_refused_by_name() -> None:
    with pytest.raises(UnknownPurpose, match="'advertising'"):
        purpose("advertising")
