"""Runs found, read and refused; and today's network, only as long as the inputs are those of the run."""

from __future__ import annotations

import shutil

import pytest
import yaml

from model.compare.sides import Refused, changed_inputs, read_sides
from model.flow import check, evaluate, write
from model.publish.run_folder import write_run
from tests.compare.hand import run_of
from tests.tiny import write_tiny


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A folder with inputs/tiny and runs/one, runs/two: two evaluate runs of it."""
    home = tmp_path_factory.mktemp("county")
    report = evaluate(check(write_tiny(home / "inputs" / "tiny")).case)
    for name in ("one", "two"):
        write(report, home / "runs" / name, False)
    return home


@pytest.fixture
def home(written, tmp_path):
    """A copy to damage."""
    return shutil.copytree(written, tmp_path / "home")


def reasons(*names, runs=None) -> str:
    with pytest.raises(Refused) as refused:
        read_sides([str(name) for name in names], runs)
    return "\n".join(refused.value.reasons)


def change_run(folder, **changes) -> None:
    run = yaml.safe_load((folder / "run.yaml").read_text())
    (folder / "run.yaml").write_text(yaml.safe_dump({**run, **changes}))


def test_runs_by_path_and_by_name(home):
    sides = read_sides([str(home / "runs" / "one"), "two"], home / "runs")
    assert [side.label for side in sides] == ["one", "two"] and sides[0].is_today and sides[0].gap == 0
    assert sides[0].named("service") == {"clinic": "Name", "therapy": "Name"}


def test_runs_of_one_name_are_told_apart(home):
    shutil.copytree(home / "runs" / "one", home / "elsewhere" / "one")
    assert [side.label for side in read_sides(["one", str(home / "elsewhere" / "one")], home / "runs")] == ["one", "one (2)"]


def test_one_run_is_too_few(home):
    assert "at least two" in reasons("one", runs=home / "runs")
    assert "more than once" in reasons("one", home / "runs" / "one", runs=home / "runs")
    assert "today is named more than once" in reasons("today", "one", "today", runs=home / "runs")


def test_every_reason_at_once(home):
    (home / "runs" / "half" / "tables").mkdir(parents=True)
    write_run(home / "runs" / "none", run_of("infeasible"), {}, "")
    (home / "runs" / "torn").mkdir()
    (home / "runs" / "torn" / "run.yaml").write_text("case: [tiny")
    found = reasons("one", "twoo", home / "runs" / "half", "none", "torn", runs=home / "runs").splitlines()
    assert len(found) == 4
    assert 'no run "twoo"' in found[0] and 'Did you mean "two"?' in found[0]
    assert "half is not a whole run" in found[1]
    assert "has no plan to compare (case tiny, status infeasible)" in found[2]
    assert "torn cannot be read as a run" in found[3]


def test_runs_of_two_cases_are_refused(home):
    change_run(home / "runs" / "two", case="other")
    found = reasons("one", "two", runs=home / "runs")
    assert "only runs of one case" in found and "one is of tiny" in found and "two is of other" in found


def test_a_table_that_is_gone_is_named(home):
    (home / "runs" / "two" / "tables" / "visits.csv").unlink()
    assert "two lacks the tables visits" in reasons("one", "two", runs=home / "runs")


def test_today_is_evaluated_from_the_inputs_of_the_run(home):
    for names in (["today", "one"], ["one", "today"]):
        today, one = sorted(read_sides(names, home / "runs"), key=lambda side: side.label, reverse=True)
        assert today.label == "today" and today.folder is None and today.is_today
        assert all(today.tables[name].equals(one.tables[name]) for name in one.tables)


def test_today_needs_a_run(home):
    assert "with a run only" in reasons("today", "today", runs=home / "runs") or "more than once" in reasons("today", "today")


@pytest.mark.parametrize("damage, words", [
    (lambda case: (case / "sites.csv").write_text((case / "sites.csv").read_text() + "\n"), "sites.csv has changed"),
    (lambda case: (case / "staff_today.csv").unlink(), "staff_today.csv has gone"),
    (lambda case: (case / "counts.csv").write_text("tier,municipality,minimum,maximum,reason\n"), "counts.csv has come")])
def test_today_is_refused_when_the_inputs_have_changed(home, damage, words):
    damage(home / "inputs" / "tiny")
    found = reasons("today", "one", runs=home / "runs")
    assert words in found and "perheverkko evaluate" in found


def test_today_is_refused_without_its_case(home, monkeypatch):
    shutil.rmtree(home / "inputs")
    monkeypatch.chdir(home)
    change_run(home / "runs" / "one", case="nowhere")
    assert 'no case "nowhere"' in reasons("today", "one", runs=home / "runs")


def test_today_of_a_scenario_is_under_the_scenario(home):
    case = home / "inputs" / "tiny"
    (case / "scenarios").mkdir()
    (case / "scenarios" / "more.yaml").write_text("name: more\nwhy: twice the toddlers of A1\nchanges:\n"
                                                  "  - {table: areas, where: {area: A1}, set: {age_0_2: 200}}\n")
    checked = check(case, "more")
    assert checked.case is not None, [problem.sentence() for problem in checked.problems]
    write(evaluate(checked.case, checked.scenario), home / "runs" / "more", False)
    today = read_sides(["more", "today"], home / "runs")[1]
    assert today.run["scenario"] == "more" and today.tables["areas"]["age_0_2"].tolist() == [200, 200, 300]


def test_unchanged_inputs_are_unchanged(home):
    run = yaml.safe_load((home / "runs" / "one" / "run.yaml").read_text())
    assert changed_inputs(run["inputs"], home / "inputs" / "tiny") == []
