"""The public list of the engine is honest."""

from alianza.engines import remittance_share


def test_everything_listed_exists_and_everything_imported_is_listed():
    assert len(set(remittance_share.__all__)) == len(remittance_share.__all__)
    public = {
        name
        for name, value in vars(remittance_share).items()
        if not name.startswith("_")
        and not hasattr(value, "__path__")
        and getattr(value, "__module__", "").startswith("alianza")
    }
    assert public <= set(remittance_share.__all__)
    assert all(hasattr(remittance_share, name) for name in remittance_share.__all__)
