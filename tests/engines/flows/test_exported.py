"""The public list of the engine is honest."""

from alianza.engines import flows


def test_everything_listed_exists_and_everything_imported_is_listed():
    assert len(set(flows.__all__)) == len(flows.__all__)
    public = {
        name
        for name, value in vars(flows).items()
        if not name.startswith("_")
        and not hasattr(value, "__path__")
        and getattr(value, "__module__", "").startswith("alianza")
    }
    assert public <= set(flows.__all__)
    assert all(hasattr(flows, name) for name in flows.__all__)
