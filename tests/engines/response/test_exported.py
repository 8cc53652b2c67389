"""The public list of the engine is honest."""

from alianza.engines import response


def test_everything_listed_exists_and_everything_imported_is_listed():
    assert len(set(response.__all__)) == len(response.__all__)
    public = {
        name
        for name, value in vars(response).items()
        if not name.startswith("_")
        and not hasattr(value, "__path__")
        and getattr(value, "__module__", "").startswith("alianza")
    }
    assert public <= set(response.__all__)
    assert all(hasattr(response, name) for name in response.__all__)
