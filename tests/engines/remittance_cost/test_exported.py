"""The public list of the engine is honest."""

from alianza.engines import remittance_cost


def test_everything_listed_exists_and_everything_imported_is_listed():
    assert len(set(remittance_cost.__all__)) == len(remittance_cost.__all__)
    public = {
        name
        for name, value in vars(remittance_cost).items()
        if not name.startswith("_")
        and not hasattr(value, "__path__")
        and getattr(value, "__module__", "").startswith("alianza")
    }
    assert public <= set(remittance_cost.__all__)
    assert all(hasattr(remittance_cost, name) for name in remittance_cost.__all__)
