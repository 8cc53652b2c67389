"""The public list of the engine is honest."""

from alianza.engines import assignment


def test_everything_listed_exists_and_everything_imported_is_listed():
    assert len(set(assignment.__all__)) == len(assignment.__all__)
    public = {
        name
        for name, value in vars(assignment).items()
        if not name.startswith("_")
        and not hasattr(value, "__path__")
        and getattr(value, "__module__", "").startswith("alianza")
    }
    assert public <= set(assignment.__all__)
    assert all(hasattr(assignment, name) for name in assignment.__all__)
