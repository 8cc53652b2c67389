"""The public list of the engine is honest."""

from alianza.engines import population


def test_everything_listed_exists_and_everything_imported_is_listed():
    assert len(set(population.__all__)) == len(population.__all__)
    public = {
        name
        for name, value in vars(population).items()
        if not name.startswith("_")
        and not hasattr(value, "__path__")
        and getattr(value, "__module__", "").startswith("alianza")
    }
    assert public <= set(population.__all__)
    assert all(hasattr(population, name) for name in population.__all__)
