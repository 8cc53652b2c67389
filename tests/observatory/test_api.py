import pytest

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/observatory/dataflows"


def test_the_list_holds_every_vintage_with_source_and_licence(client):
    listed = client.get(ADDRESS).json()
    stock = [each for each in listed if each["id"] == "migrant-stock"]
    assert [(each["vintage"], each["current"]) for each in stock] == [("2024", True), ("2020", False)]
    assert all(each["source"] and each["licence"] and each["links"]["citation"] for each in listed)


def test_observations_are_filtered_by_any_column_and_paged(client):
    answer = client.get(
        f"{ADDRESS}/migrant-stock/observations", {"ORIGIN": "AGO,ZAF", "DESTINATION": "NAM", "limit": 5}
    )
    page = answer.json()
    assert {row[0] for row in page["rows"]} == {"AGO"}
    assert page["total"] == 32
    assert page["citation"].startswith("United Nations")
    following = client.get(page["links"]["next"]).json()
    assert following["offset"] == 5
    assert following["vintage"] == "2024"
    assert following["rows"][0] != page["rows"][0]
    cited = client.get(page["links"]["citation"])
    assert b'id="citation"' in cited.content


def test_a_missing_value_is_null_and_a_named_vintage_is_kept(client):
    asked = {"REF_AREA": "DZA", "INDICATOR": "RECEIVED", "TIME_PERIOD": "2000"}
    page = client.get(f"{ADDRESS}/remittances/observations", asked).json()
    assert page["rows"][0][page["columns"].index("OBS_VALUE")] is None
    assert client.get(f"{ADDRESS}/migrant-stock", {"vintage": "2020"}).json()["vintage"] == "2020"


def test_who_has_the_answer_already_is_told_so(client):
    for address in (ADDRESS, f"{ADDRESS}/migrant-stock/observations?ORIGIN=PHL&TIME_PERIOD=2024"):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    other = client.get(f"{ADDRESS}/migrant-stock/observations?ORIGIN=PHL&TIME_PERIOD=2020")
    assert other["ETag"] != first["ETag"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nothing", 404),
        ("/migrant-stock?vintage=1066", 404),
        ("/migrant-stock/observations?vintage=%00", 400),
        ("/migrant-stock/observations?COLOUR=red", 422),
        ("/migrant-stock/observations?limit=0", 422),
        ("/migrant-stock/observations?ORIGIN=%00", 400),
        ("/migrant-stock/observations?ORIGIN=%ED%A0%80", 200),
        ("/migrant-stock/observations?TIME_PERIOD=99999999999999999999", 200),
        ("/migrant-stock/observations?ORIGIN=ZZZ", 200),
    ],
)
def test_what_cannot_be_answered_is_said(client, address, status):
    answer = client.get(ADDRESS + address)
    assert answer.status_code == status
    if status == 200:
        assert answer.json()["rows"] == []
