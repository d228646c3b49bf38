"""Maps of points and outlines."""

import re

from rekkas.web import maps


def ends(path: str) -> list[tuple[int, int]]:
    """Where the relative moves of a layer arrive."""
    x = y = 0
    found = []
    for step_x, step_y in re.findall(r"m(-?\d+) (-?\d+)h0", path):
        x, y = x + int(step_x), y + int(step_y)
        found.append((x, y))
    return found


def test_north_is_up_and_east_is_where_one_expects_it() -> None:
    drawn = maps.draw((), [("agency", [(-5.0, 30.0), (-1.0, 35.0)])])

    assert drawn is not None
    (south_west, north_east) = ends(drawn.layers[0].path)
    assert south_west[0] < north_east[0]
    assert south_west[1] > north_east[1]


def test_every_point_lies_on_the_sheet() -> None:
    drawn = maps.draw(
        [(-13.0, 21.0), (-1.0, 21.0), (-6.0, 36.0)], [("agency", [(-6.8, 34.0), (-12.9, 21.1)])]
    )

    assert drawn is not None
    assert drawn.land.startswith("M")
    for x, y in ends(drawn.layers[0].path):
        assert 0 <= x <= drawn.width
        assert 0 <= y <= drawn.height


def test_neighbours_too_near_to_tell_apart_are_one_point() -> None:
    drawn = maps.draw((), [("agency", [(0.0, 0.0), (0.0001, 0.0), (5.0, 5.0)])])

    assert drawn is not None
    assert len(ends(drawn.layers[0].path)) == 2


def test_a_single_office_and_no_office_at_all_are_no_accident() -> None:
    one = maps.draw((), [("agency", [(3.0, 3.0)])])

    assert one is not None
    assert one.width > 0
    assert maps.draw((), [("agency", [])]) is None


def test_a_window_shows_what_lies_in_it_and_leaves_out_the_rest() -> None:
    window = maps.window_around([(-5.84, 30.33)])

    drawn = maps.draw((), [("agency", [(-5.84, 30.33), (-13.0, 21.0)])], window=window, names=())

    assert drawn is not None
    ((x, y),) = ends(drawn.layers[0].path)
    assert abs(x - drawn.width / 2) < 2
    assert abs(y - drawn.height / 2) < 2


def test_of_two_names_in_one_place_the_first_is_written_and_none_leaves_the_sheet() -> None:
    places = [((-6.0, 30.0), "Ouarzazate"), ((-6.001, 30.0), "Tabount"), ((-6.59, 30.0), "Tazenakht the far")]
    window = maps.Window(-6.6, 29.6, -5.4, 30.4)

    drawn = maps.draw((), [("town", [place for place, _ in places])], window=window, names=places)

    assert drawn is not None
    assert [name.text for name in drawn.names] == ["Ouarzazate", "Tazenakht the far"]
    assert all(0 < name.x < drawn.width for name in drawn.names)
    assert drawn.names[1].x > 40  # moved in from the edge
