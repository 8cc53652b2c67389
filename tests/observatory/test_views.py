import io

import pyarrow.parquet as pq
import pytest

pytestmark = pytest.mark.django_db


def test_the_catalogue_is_found_by_words_and_by_kind(client):
    page = client.get("/observatory/").content.decode()
    assert "migrant-stock" in page
    assert "CC BY 3.0 IGO" in page
    found = client.get("/observatory/", {"q": "KNOMAD"}).content.decode()
    assert "remittance-matrix" in found
    assert "passport-index" not in found
    assert "passport-index" in client.get("/observatory/", {"kind": "status list"}).content.decode()
    assert "No series is called so" in client.get("/observatory/", {"q": "zzz"}).content.decode()


@pytest.mark.parametrize("lang", ["en", "es", "fr"])
def test_every_series_has_a_page_in_three_languages(client, lang):
    from alianza.observatory import queries

    for each in queries.entries():
        answer = client.get(f"/observatory/{each.id}/", {"vintage": each.vintage}, headers={"Accept-Language": lang})
        assert answer.status_code == 200, each.name
        assert each.title(lang).replace("'", "&#x27;") in answer.content.decode()


def test_a_page_says_how_to_cite_and_that_an_older_vintage_is_not_current(client):
    page = client.get("/observatory/migrant-stock/", {"vintage": "2020", "country": "NAM"}).content.decode()
    assert "This is not the current vintage" in page
    assert "International Migrant Stock 2020" in page
    assert ">NAM<" in page
    assert client.get("/observatory/migrant-stock/", {"vintage": "1066"}).status_code == 404
    assert "That is not zero" in client.get("/observatory/labour-cost/", {"country": "NAM"}).content.decode()


def test_downloads_hold_every_row_and_are_not_sent_twice(client):
    answer = client.get("/observatory/sdg-10-c-1/data.csv")
    body = b"".join(answer.streaming_content)
    assert body.count(b"\n") == 415
    again = client.get("/observatory/sdg-10-c-1/data.csv", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    parquet = client.get("/observatory/sdg-10-c-1/data.parquet", {"vintage": "2020"})
    assert pq.read_metadata(io.BytesIO(b"".join(parquet.streaming_content))).num_rows == 414
    assert client.get("/observatory/sdg-10-c-1/data.sdmx.csv").content.startswith(
        b"STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA"
    )
    assert client.get("/observatory/sdg-10-c-1/data.sdmx.xml").content.startswith(b"<?xml")
    assert client.get("/observatory/sdg-10-c-1/data.exe").status_code == 404
    assert client.get("/observatory/migrant-stock/data.sdmx.xml").status_code == 409
