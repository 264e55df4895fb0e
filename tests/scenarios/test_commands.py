"""Scenarios as a planner uses them on the command line, and what a run keeps of them."""

from __future__ import annotations

import json

import pandas as pd
import pytest
import yaml
from typer.testing import CliRunner

import cli
from model.publish.run_folder import read_run
from tests.scenarios.hand import WHY, write
from tests.tiny import write_tiny

CLOSE = "changes:\n  - table: locks\n    add: [{service: clinic, site: S2, lock: must_not_host, reason: asked}]\n"


@pytest.fixture
def case(tmp_path):
    folder = write_tiny(tmp_path / "inputs" / "tiny")
    write(folder, "close_two", CLOSE)
    return folder


def call(*words) -> tuple[int, str]:
    result = CliRunner().invoke(cli.app, [str(word) for word in words])
    return result.exit_code, result.output


def test_scenarios_are_listed_with_why_and_extent(case):
    write(case, "poor", "builds_on: close_two\nsettings: {budget_keur: 600}\n"
                        "changes: [{table: areas, where: all, multiply: {age_0_2: 1.1}}]\n")
    code, text = call("scenarios", case)
    assert code == 0, text
    assert "close_two: checks; 1 row added" in text and WHY in text
    assert "poor: checks; 3 cells changed, 1 setting changed, 1 row added; builds on close_two" in text
    code, text = call("scenarios", case, "--json")
    first, second = json.loads(text)["scenarios"]
    assert first["name"] == "close_two" and first["rows_added"] == 1 and first["checks"] is True and first["problems"] == []
    assert second["builds_on"] == ["close_two"] and second["cells_changed"] == 3 and second["why"] == WHY


def test_problems_of_every_scenario_and_exit_2(case):
    write(case, "bad", "changes: [{table: sites, where: {site: S9}, set: {rooms: 3}}]\n")
    write(case, "worse", "settings: {budget_keur: 1}\n")
    code, text = call("scenarios", case)
    assert code == 2
    assert 'scenarios/bad.yaml line 3, setting where.site: no row of sites.csv has site "S9"' in text
    assert "scenarios/worse.yaml line 3, setting settings.budget_keur" in text
    assert "bad: 1 error; " in text and "close_two: checks" in text and "3 scenarios, 2 of them with errors" in text
    code, text = call("scenarios", case, "--json")
    assert code == 2 and json.loads(text)["scenarios"][0]["problems"][0]["line"] == 3


def test_warnings_alike_are_told_once(case):
    """Two changes that leave the staff at the one FTE it has: two warnings, and one line of them."""
    write(case, "twice", "changes:\n  - {table: staff_today, where: {service: clinic}, set: {staff_fte: 1}}\n"
                         "  - {table: staff_today, where: {service: therapy}, set: {staff_fte: 1}}\n")
    code, text = call("scenarios", case)
    assert code == 0 and "twice: checks, 2 warnings; nothing changed" in text
    assert text.count("warning: ") == 1 and "(1 more like it: see --json)" in text


def test_a_case_without_scenarios(tmp_path):
    code, text = call("scenarios", write_tiny(tmp_path / "tiny"))
    assert code == 0 and "no scenarios" in text
    assert json.loads(call("scenarios", tmp_path / "tiny", "--json")[1]) == {"scenarios": []}


def test_check_and_model_of_a_scenario(case):
    code, text = call("check", case, "--scenario", "close_two")
    assert code == 0 and "scenario close_two: 1 row added." in text and "No errors" in text
    assert json.loads(call("check", case, "--scenario", "close_two", "--json")[1])["scenario"] == "close_two"
    assert "host_service[clinic,S2]" in call("model", case, "--rule", "hosted_service_has_one_mode")[1]
    assert "host_service[clinic,S2]" not in call("model", case, "--rule", "hosted_service_has_one_mode", "--scenario", "close_two")[1]


@pytest.mark.parametrize("command", ["check", "solve", "evaluate", "model"])
def test_an_unknown_scenario_is_exit_2_with_the_nearest_name(case, command):
    code, text = call(command, case, "--scenario", "close_tow")
    assert code == 2 and 'Did you mean "close_two"?' in text


@pytest.mark.usefixtures("no_process")
def test_solving_a_scenario(case, tmp_path):
    """The clinic at S1 only: 466.67 hours; the therapy as before at both sites: 100; together 566.67 (300 without the scenario)."""
    code, text = call("solve", case, "--scenario", "close_two", "--run", "closed", "--gap", 0)
    assert code == 0, text
    kept = read_run(tmp_path / "runs" / "closed")
    assert kept.run["scenario"] == "close_two" and kept.run["scenario_why"] == WHY
    assert kept.run["scenario_layers"] == [{"name": "close_two", "file": "scenarios/close_two.yaml", "why": WHY}]
    assert len(kept.run["inputs"]["scenarios/close_two.yaml"]) == 64
    terms = kept.tables["terms"].set_index("term")["value"]
    assert terms["travel_burden_hours"] == pytest.approx(400 * 7 / 6 + 100)
    found = kept.tables["scenario_changes"]
    assert found[["layer", "line", "kind", "table", "key", "column", "before", "after"]].values.tolist()[2] == [
        "close_two", 5, "row_added", "locks", "clinic, S2", "lock", "", "must_not_host"]


def test_evaluating_a_scenario(case, tmp_path):
    """Half as many children more: today's 433.33 hours become 650; its run keeps the changes too."""
    write(case, "many", "changes:\n  - table: areas\n    where: all\n    multiply: {age_0_2: 1.5, age_3_6: 1.5, population: 10}\n")
    assert call("evaluate", case, "--scenario", "many", "--run", "today")[0] == 0
    kept = read_run(tmp_path / "runs" / "today")
    assert kept.tables["terms"].set_index("term")["value"]["travel_burden_hours"] == pytest.approx(1.5 * (200 + 700 / 3))
    assert len(kept.tables["scenario_changes"]) == 9 and kept.run["scenario"] == "many"
    call("evaluate", case, "--scenario", "many")
    assert [path.name.startswith("tiny_many_today_") for path in (tmp_path / "runs").iterdir()].count(True) == 1


def test_a_run_without_scenario_says_so(case, tmp_path):
    assert call("evaluate", case, "--run", "today")[0] == 0
    run = yaml.safe_load((tmp_path / "runs" / "today" / "run.yaml").read_text())
    assert (run["scenario"], run["scenario_why"], run["scenario_layers"]) == ("base", "", [])
    assert not (tmp_path / "runs" / "today" / "tables" / "scenario_changes.csv").exists()


@pytest.mark.usefixtures("no_process")
def test_changes_are_kept_when_there_is_no_plan(tmp_path):
    folder = write_tiny(tmp_path / "alone", cells={"sites/*/partner_staff_per_day": 0, "staffing/clinic/nurse/present_per_open_day": 1})
    write(folder, "strict", "settings: {lone_worker_rule: hard}\n")
    assert call("solve", folder, "--scenario", "strict", "--run", "no")[0] == 3
    table = pd.read_csv(tmp_path / "runs" / "no" / "tables" / "scenario_changes.csv", dtype=str, keep_default_na=False)
    assert table[["table", "column", "before", "after"]].values.tolist() == [["case", "lone_worker_rule", "report", "hard"]]


def test_help_of_the_command_has_an_example():
    code, text = call("scenarios", "--help")
    assert code == 0 and "Example: perheverkko scenarios" in text
    assert "--scenario" in call("solve", "--help")[1] and "not solved twice" in " ".join(call("solve", "--help")[1].split())


def test_the_guides_example_is_written_as_it_should_be(tmp_path):
    from model.scenarios.layers import read_layer
    from model.schema.guide import SCENARIOS

    path = tmp_path / "keep_kihnio.yaml"
    path.write_text(SCENARIOS.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    layer = read_layer(path, path.name)
    assert layer.findings == () and layer.why and [change.action for change in layer.changes] == ["set", "multiply", "add", "remove"]
    assert [node.value for node in layer.builds_on] == ["fewer_rooms"] and list(layer.settings) == ["travel_estimate.detour_factor"]
