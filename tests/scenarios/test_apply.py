"""What a scenario does to a case, worked out by hand on the tiny one, with before and after of every cell."""

from __future__ import annotations

import pickle

import pytest

from model.checking.check import check_folder
from model.reading.folder import read_folder
from model.scenarios.apply import apply_layers
from model.scenarios.layers import Shelf
from model.scenarios.read import check_scenario
from model.scenarios.record import Trace
from tests.scenarios.hand import changes, fine, tiny, write
from tests.tiny import write_tiny


def test_set_multiply_add_and_remove(tmp_path):
    checked = tiny(tmp_path, """
        changes:
          - table: sites
            where: {site: S2}
            set: {rooms: 3, name: New}
          - table: areas
            where: {municipality: Alku}
            multiply: {age_0_2: 0.85}
          - table: locks
            add: [{service: clinic, site: S2, lock: must_not_host, reason: asked}]
          - table: staff_today
            where: {service: clinic}
            remove: yes
    """)
    case = fine(checked)
    assert case.sites[["site", "rooms", "name"]].values.tolist() == [["S1", 2, "One"], ["S2", 3, "New"]]
    assert case.areas["age_0_2"].tolist() == [85, 170, 300]  # 100 and 200 in Alku times 0.85; 300 in Loppu
    assert case.locks[["service", "site", "lock"]].values.tolist() == [["clinic", "S2", "must_not_host"]]
    assert case.staff_today["service"].tolist() == ["therapy"]
    assert case.visits["clinic"].tolist() == [85, 170, 300]  # one visit a child
    assert changes(checked, "line", "kind", "table", "key", "column", "before", "after") == [
        (6, "cell", "sites", "S2", "rooms", "2", "3"), (6, "cell", "sites", "S2", "name", "Two", "New"),
        (9, "cell", "areas", "A1", "age_0_2", "100", "85"), (9, "cell", "areas", "A2", "age_0_2", "200", "170"),
        (11, "row_added", "locks", "clinic, S2", "service", "", "clinic"), (11, "row_added", "locks", "clinic, S2", "site", "", "S2"),
        (11, "row_added", "locks", "clinic, S2", "lock", "", "must_not_host"),
        (11, "row_added", "locks", "clinic, S2", "reason", "", "asked"),
        *[(12, "row_removed", "staff_today", f"clinic, {site}, nurse", column, text, "") for site in ("S1", "S2")
          for column, text in (("service", "clinic"), ("site", site), ("profession", "nurse"), ("staff_fte", "1"))]]
    assert set(changes(checked, "layer", "file")) == {("one", "scenarios/one.yaml")}
    assert checked.scenario.counts() == {"cells_changed": 4, "settings_changed": 0, "rows_added": 1, "rows_removed": 2}


def test_the_case_itself_stays_as_it_is(tmp_path):
    before = check_folder(write_tiny(tmp_path)).case
    raw = read_folder(tmp_path)
    path = write(tmp_path, "one", "changes: [{table: sites, where: all, set: {rooms: 9}}, {table: travel, where: all, remove: yes}]\n")
    apply_layers(raw, [Shelf(tmp_path).layer(path)], Trace())
    assert raw.tables["sites"].columns["rooms"] == ["2", "2"] and len(raw.tables["travel"].lines) == 6
    for scenario in (None, "base"):
        case = check_scenario(tmp_path, scenario).case
        assert case.scenario == "base" and case.input_hashes == before.input_hashes
        assert case.sites.equals(before.sites)


def test_settings_are_changed_added_and_emptied(tmp_path):
    checked = tiny(tmp_path, """
        settings:
          year: 2030
          budget_keur:
          travel_estimate: {detour_factor: 1.4}
          objective:
            levels:
              - {terms: {cost_keur: 1}}
    """, settings={"budget_keur": 700, "travel_estimate": {"exponent": 0.8}})
    settings = fine(checked).settings
    assert settings.year == 2030 and settings.budget_keur != settings.budget_keur
    assert (settings.travel_estimate.detour_factor, settings.travel_estimate.exponent) == (1.4, 0.8)
    assert settings.objective.levels == [{"terms": {"cost_keur": 1.0}, "tolerance": 0.0}]
    assert settings.objective.mode_change_weight == 0.25
    found = changes(checked, "line", "kind", "table", "column", "before", "after")
    assert found[:3] == [(4, "setting", "case", "year", "2024", "2030"), (5, "setting", "case", "budget_keur", "700", ""),
                         (6, "setting", "case", "travel_estimate.detour_factor", "1.27", "1.4")]
    assert found[3][:4] == (8, "setting", "case", "objective.levels") and "travel_burden_hours" in found[3][4]
    assert found[3][5] == '[{"terms": {"cost_keur": "1"}}]'


@pytest.mark.parametrize(("where", "rooms"), [
    ("{site: S1}", [9, 2, 2]), ("{site: [S1, S3]}", [9, 2, 9]), ("all", [9, 9, 9]), ("{municipality: Alku}", [9, 2, 9]),
    ("{municipality: Alku, tier_today: campus}", [9, 2, 2]), ("{tier_today: ''}", [2, 2, 9]), ("{tier_today: }", [2, 2, 9]),
    ("{opening_days: 5.0}", [9, 9, 9]),  # empty cells, whose default is 5
    ("{status: existing}", [9, 9, 2]), ("{rooms: 2.0}", [9, 9, 9]), ("{tiers: local_station|station}", [2, 2, 9])])
def test_rows_that_where_means(tmp_path, where, rooms):
    text = f"changes:\n  - table: sites\n    where: {where}\n    set: {{rooms: 9}}\n"
    assert fine(tiny(tmp_path, text, three_sites=True, cells={"sites/S3/tiers": "station|local_station"})).sites["rooms"].tolist() == rooms


def test_ids_and_words_are_texts(tmp_path):
    """00100 stays 00100, and NO stays NO."""
    text = 'changes:\n  - table: areas\n    where: {area: 00100}\n    set: {name: NO, note: "1.50"}\n'
    case = fine(tiny(tmp_path, text, cells={"areas/A1/area": "00100", "travel/A1/*/area": "00100"}))
    assert case.areas[["area", "name", "note"]].values.tolist()[0] == ["00100", "NO", "1.50"]


@pytest.mark.parametrize(("before", "factor", "after"), [
    ("1.1", "1.1", "1.21"), ("300", "0.9", "270"), ("5", "-0.0", "0"), ("0.3", "3", "0.9"), ("1000", "1e3", "1000000"),
    ("2,5", "0.5", "1.25"), ("1", "0.333333333333333", "0.333333333333")])
def test_products_are_exact_to_twelve_digits(tmp_path, before, factor, after):
    text = f"changes:\n  - {{table: staff_today, where: {{service: therapy}}, multiply: {{staff_fte: {factor}}}}}\n"
    checked = tiny(tmp_path, text, cells={"staff_today/therapy/S1/therapist/staff_fte": before})
    assert changes(checked, "before", "after") == [(before, after)]
    assert fine(checked).staff_today["staff_fte"].tolist()[-1] == float(after)


def test_layers_apply_first_to_last_each_once(tmp_path):
    """one builds on two and three, both on four: four, two, three, one. A later layer's `where` sees what an earlier one did."""
    below = {"two": "builds_on: four\nchanges: [{table: sites, where: {site: S1}, set: {rooms: 3}}]\n",
             "three": "builds_on: four\nsettings: {year: 2030}\n",
             "four": "changes: [{table: sites, where: {site: S2}, set: {municipality: Alku}}]\n"}
    checked = tiny(tmp_path, "builds_on: [two, three]\nchanges: [{table: sites, where: {municipality: Alku}, set: {opening_days: 4}}]\n",
                   below=below, staff_today=None, hosting=[{"service": "clinic", "site": "S2", "mode": "weekly"}])
    case = checked.case
    assert case.sites[["rooms", "opening_days", "municipality"]].values.tolist() == [[3, 4, "Alku"], [2, 4, "Alku"]]
    assert [name for name, _, _ in checked.scenario.layers] == ["four", "two", "three", "one"]
    assert [layer for layer, in changes(checked, "layer")] == ["four", "two", "three", "one", "one"]
    assert case.scenario == "one" and list(case.input_hashes)[-4:] == [f"scenarios/{n}.yaml" for n in ("four", "two", "three", "one")]


def test_a_new_table_and_a_new_column_are_made(tmp_path):
    checked = tiny(tmp_path, """
        changes:
          - table: counts
            add:
              - {tier: any, maximum: 2, reason: x}
              - {tier: station, municipality: Loppu, minimum: 1, reason: y}
          - {table: sites, where: {site: S1}, set: {status: must_keep, status_reason: asked}}
    """)
    case = fine(checked)
    assert case.counts[["tier", "municipality", "maximum"]].iloc[0].tolist() == ["any", "", 2]
    assert case.counts["minimum"].tolist()[1] == 1
    assert case.sites["status_reason"].tolist() == ["asked", ""]
    assert checked.scenario.counts()["rows_added"] == 2


def test_a_changed_key_is_a_cell_like_any_other(tmp_path):
    checked = tiny(tmp_path, """
        changes:
          - {table: hosting, where: {service: clinic, site: S2}, set: {site: S3}}
          - {table: staff_today, where: {service: clinic, site: S2}, set: {site: S3}}
    """, three_sites=True, cells={"sites/S3/tier_today": "local_station", "sites/S3/status": "existing"})
    assert fine(checked).hosting["site"].tolist() == ["S1", "S3", "S1"]
    assert changes(checked, "key", "column", "before", "after")[0] == ("clinic, S2", "site", "S2", "S3")


def test_a_scenario_may_lie_anywhere(tmp_path, monkeypatch):
    folder = write_tiny(tmp_path / "tiny")
    write(folder, "two", "settings: {year: 2030}\n")
    draft = write(tmp_path / "elsewhere", "draft", "builds_on: two\nsettings: {budget_keur: 500}\n")
    monkeypatch.chdir(draft.parent)
    for given in (draft, str(draft), "draft.yaml", "./draft.yaml"):
        checked = check_scenario(folder, given)
        assert fine(checked).scenario == "draft" and checked.case.settings.year == 2030
        assert list(checked.case.input_hashes)[-2:] == ["scenarios/two.yaml", draft.resolve().as_posix()]
    assert check_scenario(folder, "two.yaml").case.scenario == "two"


def test_case_and_record_go_to_other_processes(tmp_path):
    checked = tiny(tmp_path, "settings: {budget_keur: 500}\n")
    case, scenario = pickle.loads(pickle.dumps((checked.case, checked.scenario)))
    assert case.scenario == "one" and scenario.layers == (("one", "scenarios/one.yaml", "Somebody asks."),)
    assert scenario.changes.equals(checked.scenario.changes)
