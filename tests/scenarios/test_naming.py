"""Problems of the changed case stand where the planner can mend them: in the scenario file, if it made them."""

from __future__ import annotations

from model.scenarios.read import check_scenario, list_scenarios
from tests.scenarios.hand import sentences, tiny, write
from tests.tiny import write_tiny


def named(checked) -> list[tuple]:
    return [(problem.code, problem.file, problem.line, problem.column) for problem in checked.problems]


def test_a_changed_cell(tmp_path):
    checked = tiny(tmp_path, "changes:\n  - table: sites\n    where: {site: S2}\n    set:\n      name: New\n      tier_today: statoin\n")
    assert named(checked) == [("unknown_word", "scenarios/one.yaml", 8, "set.tier_today")]
    assert sentences(checked) == (
        'unknown_word: scenarios/one.yaml line 8, setting set.tier_today: "statoin" is not one of campus, station, local_station, '
        'school, mobile_stop (sites.csv line 3, column tier_today). Did you mean "station"?')


def test_another_cell_of_a_changed_row(tmp_path):
    """S1 closes without a reason: the empty cell is not the scenario's, but the row is."""
    checked = tiny(tmp_path, "changes:\n  - table: sites\n    where: {site: S1}\n    set: {status: must_close}\n")
    assert named(checked) == [("status_without_reason", "scenarios/one.yaml", 6, "set.status")]
    assert "(sites.csv line 2, column status_reason)" in sentences(checked)


def test_a_problem_of_the_case_stays_in_its_file(tmp_path):
    """The status was wrong before; only the rooms are the scenario's."""
    checked = tiny(tmp_path, "changes:\n  - {table: sites, where: {site: S1}, set: {rooms: 3}}\n", cells={"sites/S1/status": "must_keep"})
    assert named(checked) == [("status_without_reason", "sites.csv", 2, "status_reason")]
    assert checked.own == () and checked.case is None
    mended = tiny(tmp_path, "changes:\n  - {table: sites, where: {site: S1}, set: {status_reason: asked}}\n",
                  cells={"sites/S1/status": "must_keep"})
    assert mended.problems == () and mended.case is not None  # a scenario may mend what the case has wrong


def test_an_added_row(tmp_path):
    checked = tiny(tmp_path, """
        changes:
          - table: locks
            add:
              - {service: clinic, site: S9, lock: must_host, reason: x}
              - {service: clinic, site: S2, lock: must_host}
    """)
    assert named(checked) == [("unknown_id", "scenarios/one.yaml", 6, "add.site"), ("empty_required_cell", "scenarios/one.yaml", 7, "add")]
    assert "locks.csv, column site" in sentences(checked) and "1000000" not in sentences(checked)


def test_the_number_of_an_added_row_is_never_shown(tmp_path):
    """A later change gives an added row's key to a row of the file: the sentence names the line of the scenario."""
    checked = tiny(tmp_path, """
        changes:
          - table: modes
            add: [{mode: monthly, name_fi: x, name_sv: x, name_en: x, days_per_week: 0.25, hours_per_day: 6}]
          - {table: modes, where: {mode: weekly}, set: {mode: monthly}}
          - {table: hosting, where: {mode: weekly}, set: {mode: monthly}}
          - {table: services, where: all, set: {modes: daily|monthly}}
    """)
    assert named(checked) == [("repeated_key", "scenarios/one.yaml", 5, "add.mode")]
    assert "monthly is already in line 3 (modes.csv, column mode)" in sentences(checked)
    checked = tiny(tmp_path, """
        changes:
          - table: locks
            add:
              - {service: clinic, site: S2, lock: must_host, reason: x}
              - {service: clinic, site: S1, lock: must_host, reason: x}
          - table: sites
            where: {site: S2}
            set: {site: S1}
    """)
    assert "10000000" not in sentences(checked)


def test_a_setting_and_a_level(tmp_path):
    checked = tiny(tmp_path, """
        settings:
          budget_keur: 1
          objective:
            levels:
              - {terms: {cost_keur: 1}}
              - {terms: {changes: much}}
    """)
    assert named(checked) == [("budget_too_small", "scenarios/one.yaml", 4, "settings.budget_keur"),
                              ("not_a_number", "scenarios/one.yaml", 8, "settings.objective.levels")]


def test_one_problem_for_many_rows(tmp_path):
    checked = tiny(tmp_path, "changes:\n  - {table: areas, where: all, multiply: {age_0_2: -1}}\n")
    assert named(checked) == [("number_out_of_range", "scenarios/one.yaml", 4, "multiply.age_0_2")]
    assert "-100" in sentences(checked) and "and in 2 more rows" in sentences(checked)


def test_rows_that_a_removed_one_is_missed_by(tmp_path):
    checked = tiny(tmp_path, "changes:\n  - {table: sites, where: {site: S2}, remove: yes}\n")
    assert {(problem.code, problem.file) for problem in checked.problems} == {
        ("unknown_id", "hosting.csv"), ("unknown_id", "staff_today.csv"), ("unknown_id", "travel.csv")}
    assert all("scenarios/one.yaml line 4" in problem.repair for problem in checked.problems)
    text = "".join(f"  - {{table: {table}, where: {{site: S2}}, remove: yes}}\n" for table in ("sites", "hosting", "staff_today", "travel"))
    checked = tiny(tmp_path, f"changes:\n{text}")
    assert checked.problems == () and checked.case.sites["site"].tolist() == ["S1"]


def test_screens_see_the_changed_case(tmp_path):
    """600 visits of one nurse hour need 0.6 FTE; 5 times 0.1 is 0.5."""
    checked = tiny(tmp_path, "changes:\n  - {table: professions, where: {profession: nurse}, multiply: {fte_available: 0.1}}\n")
    assert named(checked) == [("work_beyond_pool", "scenarios/one.yaml", 4, "multiply.fte_available")]
    assert "0.6 FTE" in sentences(checked) and "professions.csv line 2" in sentences(checked)


def test_a_broken_layer_ends_the_changes_but_not_the_checks(tmp_path):
    checked = tiny(tmp_path, "builds_on: two\nchanges: [{table: sites, where: {site: S9}, set: {rooms: 3}}, {tabel: x}]\n",
                   below={"two": "changes: [\n"})
    assert [(problem.code, problem.file) for problem in checked.problems] == [
        ("missing_scenario_key", "scenarios/one.yaml"), ("unknown_scenario_key", "scenarios/one.yaml"), ("not_yaml", "scenarios/two.yaml")]


def test_an_unknown_scenario_is_named_with_the_nearest(tmp_path):
    write(write_tiny(tmp_path), "close_two", "settings: {budget_keur: 500}\n")
    checked = check_scenario(tmp_path, "close_tow")
    assert named(checked) == [("unknown_scenario", "scenarios", 0, "")] and checked.case is None and checked.scenario is None
    assert 'Did you mean "close_two"?' in sentences(checked)
    assert "no folder scenarios" in check_scenario(write_tiny(tmp_path / "none"), "x").problems[0].repair


def test_every_scenario_is_listed_in_the_order_of_names(tmp_path):
    write_tiny(tmp_path)
    write(tmp_path, "b", "settings: {budget_keur: 500}\n")
    write(tmp_path, "a", "settings: {budget_keur: many}\n")
    (tmp_path / "scenarios" / "README.md").write_text("x")
    listed = list_scenarios(tmp_path)
    assert [(checked.scenario.name, checked.case is not None) for checked in listed] == [("a", False), ("b", True)]
    assert list_scenarios(write_tiny(tmp_path / "none")) == []
