"""The public list of the engine is honest."""

from alianza.engines import indices


def test_everything_listed_exists_and_everything_imported_is_listed():
    assert len(set(indices.__all__)) == len(indices.__all__)
    public = {
        name
        for name, value in vars(indices).items()
        if not name.startswith("_")
        and not hasattr(value, "__path__")
        and getattr(value, "__module__", "").startswith("alianza")
    }
    assert public <= set(indices.__all__)
    assert all(hasattr(indices, name) for name in indices.__all__)
