"""The public list of the engine is honest."""

from alianza.engines import scaling


def test_everything_listed_exists_and_everything_imported_is_listed():
    assert len(set(scaling.__all__)) == len(scaling.__all__)
    public = {
        name
        for name, value in vars(scaling).items()
        if not name.startswith("_")
        and not hasattr(value, "__path__")
        and getattr(value, "__module__", "").startswith("alianza")
    }
    assert public <= set(scaling.__all__)
    assert all(hasattr(scaling, name) for name in scaling.__all__)
