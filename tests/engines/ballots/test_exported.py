"""The public list of the engine is honest."""

from alianza.engines import ballots


def test_everything_listed_exists_and_everything_imported_is_listed():
    assert len(set(ballots.__all__)) == len(ballots.__all__)
    public = {
        name
        for name, value in vars(ballots).items()
        if not name.startswith("_")
        and not hasattr(value, "__path__")
        and getattr(value, "__module__", "").startswith("alianza")
    }
    assert public <= set(ballots.__all__)
    assert all(hasattr(ballots, name) for name in ballots.__all__)
