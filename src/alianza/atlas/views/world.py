import csv
import gzip
import hashlib
import io
from functools import cache
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition, require_GET

from alianza.atlas import world, world_wording
from alianza.atlas.corridor_names import codes, place
from alianza.atlas.world import Choice, Picture
from alianza.observatory.queries import one_catalogue
from alianza.vocabulary.places import country
from alianza.vocabulary.shapes import topojson
from alianza.vocabulary.unknown import UnknownCode

TABLE = 25


def _asked(request: HttpRequest) -> tuple[tuple[Choice, ...], Picture, str]:
    """The choices there are, the picture of the one asked for (the newest flows if none), and a region or ""."""
    known = world.choices()
    wanted = request.GET.get("show", "")
    chosen = next((each for each in known if each.key == wanted), known[0])
    region = request.GET.get("region", "")
    return known, world.picture(chosen), region if world.known_region(region) else ""


def _query(choice: Choice, region: str = "") -> str:
    return f"?show={choice.key}" + (f"&region={region}" if region else "")


def _pairs(picture: Picture, region: str, most: int) -> list[dict[str, Any]]:
    linked = codes()
    return [
        {
            "origin": place(origin),
            "destination": place(destination),
            "value": value,
            "url": reverse("atlas:corridor-show", args=(origin, destination))
            if {origin, destination} <= linked
            else "",
        }
        for origin, destination, value in picture.largest(region, most)
    ]


@require_GET
def world_show(request: HttpRequest) -> HttpResponse:
    """The world in one period: between which regions and countries people moved, or live abroad."""
    with one_catalogue():
        known, picture, region = _asked(request)
        context = {
            "picture": picture,
            "choices": [
                (
                    world_wording.kind_words(kind, world.kind_entry(kind)),
                    [(each, world_wording.choice_words(each), each == picture.choice) for each in group],
                )
                for kind, group in groupby(known, key=lambda each: each.kind)
            ],
            "chosen": world_wording.choice_words(picture.choice),
            "chosen_kind": world_wording.kind_words(picture.choice.kind, picture.entry),
            "region": region,
            "region_name": world_wording.region_name(region) if region else "",
            "finding": world_wording.finding(picture, region),
            "regions": [
                {
                    "row": row,
                    "name": world_wording.region_name(row.code),
                    "url": "" if row.code == world.ELSEWHERE else _query(picture.choice, row.code),
                }
                for row in picture.regions
            ],
            "pairs": _pairs(picture, region, TABLE),
            "query": _query(picture.choice, region),
            "whole": _query(picture.choice),
            "estimate": not picture.choice.is_stock,
        }
        return render(request, "atlas/world_show.html", context)


@require_GET
def world_data(request: HttpRequest) -> HttpResponse:
    """What the drawings need, in the language of the page: nodes, the matrix between them, and the largest pairs."""
    with one_catalogue():
        _known, picture, region = _asked(request)
        order, matrix = picture.chord(region)
        points = world.positions()
        nodes = [
            {
                "code": code,
                "name": world_wording.node_name(code, region),
                "url": _node_url(code, picture, region),
                "out": world_wording.amount(sum(matrix[at]) - matrix[at][at]),
                "in": world_wording.amount(sum(row[at] for row in matrix) - matrix[at][at]),
            }
            for at, code in enumerate(order)
        ]
        words = [
            [world_wording.link_words(start, end, matrix[i][j], region) for j, end in enumerate(order)]
            for i, start in enumerate(order)
        ]
        arcs = [
            {
                "from": points[origin],
                "to": points[destination],
                "value": value,
                "words": world_wording.link_words(origin, destination, value),
                "url": reverse("atlas:corridor-show", args=(origin, destination)),
            }
            for origin, destination, value in picture.largest(region)
            if origin in points and destination in points
        ]
        inside = [_number(code) for code in points if region and world.region_of(code) == region]
    response = JsonResponse(
        {"nodes": nodes, "matrix": matrix, "words": words, "arcs": arcs, "inside": [each for each in inside if each]},
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )
    response["Cache-Control"] = "private, max-age=600"
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


def _node_url(code: str, picture: Picture, region: str) -> str:
    if not code.isdigit():
        return "" if code == world.OTHERS else f"{reverse('atlas:world-show')}{code}/"
    return f"{reverse('atlas:world-show')}{_query(picture.choice, code)}" if not region else ""


def _number(code: str) -> str:
    try:
        return country(code).m49
    except UnknownCode:
        return ""


@require_GET
def world_file(request: HttpRequest) -> HttpResponse:
    """Every pair of the choice as CSV, codes and names."""
    with one_catalogue():
        _known, picture, region = _asked(request)
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["origin", "origin_name", "destination", "destination_name", "value", "unit", "source"])
        for origin, destination, value in picture.pairs:
            if region and region not in {world.region_of(origin), world.region_of(destination)}:
                continue
            row = (origin, place(origin).name, destination, place(destination).name, value)
            writer.writerow([*row, picture.entry.unit, picture.entry.name])
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="world-{picture.choice.key}.csv"'
    return response


@cache
def _land() -> tuple[bytes, bytes, str]:
    plain = topojson("110m")
    return plain, gzip.compress(plain, 9, mtime=0), f'"{hashlib.sha256(plain).hexdigest()[:16]}"'


@require_GET
@condition(etag_func=lambda _request: _land()[2])
def world_land(request: HttpRequest) -> HttpResponse:
    """Shapes of the land, once for every reader."""
    plain, packed, _etag = _land()
    taken = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if taken else plain, content_type="application/json")
    if taken:
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = "public, max-age=604800"
    patch_vary_headers(response, ("Accept-Encoding",))
    return response
