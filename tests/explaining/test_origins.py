"""Every figure is found in its file again: line, scenario's line, or no line where the files are others by now."""

from __future__ import annotations

import pytest

from model.explaining.origins import Origins
from model.reading.places import Place
from model.scenarios.read import check_scenario
from tests.explaining.hand import drafted
from tests.explaining.planted import lock
from tests.tiny import write_tiny

SCENARIO = """name: fewer
why: Test of lines.
settings:
  budget_keur: 900
changes:
  - table: sites
    where: {site: S2}
    set: {rooms: 1}
  - table: locks
    add:
      - {service: clinic, site: S1, lock: must_host, reason: scenario}
"""


def test_lines_of_rows_and_settings(tmp_path):
    case = drafted(tmp_path, settings={"budget_keur": 900}, add={"locks": [lock("clinic", "S1"), lock("clinic", "S2")]})
    origins = Origins(case)
    assert origins.place("sites", 1, "rooms") == Place("sites.csv", 3, "rooms")
    assert origins.place("locks", 1, "lock") == Place("locks.csv", 3, "lock")
    assert origins.key("locks", 1) == "clinic, S2"
    assert origins.place("case", -1, "budget_keur") == Place("case.yaml", 6, "budget_keur")
    assert origins.place("case", -1, "allow_unmet") == Place("case.yaml", 0, "allow_unmet")  # not given: its default


def test_lines_below_comments_and_blank_rows(tmp_path):
    write_tiny(tmp_path)
    text = (tmp_path / "sites.csv").read_text(encoding="utf-8")
    (tmp_path / "sites.csv").write_text(text.replace("S2,Two", '\nS2,"Two\nrooms"', 1), encoding="utf-8")
    from model.checking.check import check_folder

    checked = check_folder(tmp_path)
    assert checked.case is not None, checked.problems
    assert Origins(checked.case).place("sites", 1, "rooms").line == 4


def test_a_scenario_s_own_lines(tmp_path):
    write_tiny(tmp_path, settings={"budget_keur": 800})
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "fewer.yaml").write_text(SCENARIO, encoding="utf-8")
    checked = check_scenario(tmp_path, "fewer")
    origins = Origins(checked.case, checked.scenario.changes)
    file = "scenarios/fewer.yaml"
    assert origins.place("sites", 1, "rooms") == Place(file, 8, "rooms")
    assert origins.place("sites", 1, "opening_days") == Place("sites.csv", 3, "opening_days")
    assert origins.place("locks", 0, "lock") == Place(file, 11, "lock")
    assert origins.place("case", -1, "budget_keur") == Place(file, 4, "budget_keur")


@pytest.mark.parametrize("how", ["changed", "gone"])
def test_files_that_are_others_by_now_give_no_lines(tmp_path, how):
    case = drafted(tmp_path)
    if how == "changed":
        (tmp_path / "sites.csv").write_text("site\nS1\n", encoding="utf-8")
    else:
        (tmp_path / "sites.csv").unlink()
    assert Origins(case).place("sites", 1, "rooms") == Place("sites.csv", 0, "rooms")
    assert Origins(case).place("professions", 0, "fte_available").line == 2


def test_a_case_without_files_has_no_lines():
    from model.bench.seeded import seeded_county

    case = seeded_county(1, areas=5, sites=3, services=2, professions=2)
    assert Origins(case).place("sites", 1, "rooms") == Place("sites.csv", 0, "rooms")
    assert Origins(case).place("case", -1, "budget_keur") == Place("case.yaml", 0, "budget_keur")
