"""The summary: what it must say, for every way a run can end. Figures are those of tests/results/conftest.py."""

from __future__ import annotations

import pandas as pd
import pytest

from model.publish.summary import summary
from model.publish.words import count, listed, number, per_cent, signed, table
from model.results.audit import audit
from model.results.today import evaluate, todays_plan
from tests.results.hand import altered, replaced, tables_of, with_value


def row_of(page, first):
    """Cells of the row that begins with these words."""
    lines = [line for line in page.splitlines() if line.startswith(f"| {first}")]
    assert len(lines) == 1, first
    return [cell.strip() for cell in lines[0].strip("|").split("|")][1:]


def test_figures_stand_beside_todays(rich, run, found):
    page = summary(rich, run, found)
    # today: clinic all at 10 minutes, therapy by children (500 * 10 + 1000 * 20 + 1500 * 30)/3000 = 23.33; mean of both 16.67
    assert row_of(page, "Mean trip") == ["16.7", "17.4", "+0.7"]
    assert row_of(page, "90 % of trips") == ["30.0", "45.0", "+15.0"]
    assert row_of(page, "Longest trip") == ["30.0", "45.0", "+15.0"]
    # therapy today 1/6 within 15, half within 20, all within 30; clinic all: (1/6 + 1)/2 = 58.3 %
    assert row_of(page, "Within 15") == ["58.3 %", "61.1 %", "+2.8"]
    assert row_of(page, "Within 30") == ["100.0 %", "86.1 %", "-13.9"]
    assert row_of(page, "Within 45") == ["100.0 %", "100.0 %", "0.0"] == row_of(page, "Within 60")
    # cost today 160 + (3 + 0.06) * 50 + one weekly mode 2 = 315, and 2.06 nurses need 2.06 / 35.6 of a leader at 50: 318;
    # plan 425, a tenth of a leader 5, a tenth recruited in the south 1, a quarter of the bank 0.5 and its 0.05 FTE on the road 2.5: 434
    assert row_of(page, "Cost, thousand euros") == ["318", "434", "+116"]
    assert row_of(page, "Name, Name") == ["soft", "5.0", "2.1", "3.6", "1.4"]


def test_gap_audit_and_assumptions_are_said(rich, run, found):
    page = summary(rich, run, found)
    assert "0.50 %" in page and "10 family hours a year" in page
    assert "1,234 comparisons" in page and "34 of the 210 figures" in page
    assert "estimate" not in page
    assert "Travel minutes are estimates" in summary(rich, {**run, "travel_estimated": True}, found)


def test_public_transport_is_said_to_be_absent_or_shown(rich, run, found, rich_plan):
    """Every family of A1 has no car, and a bus takes 12 minutes from there to S1, which hosts what they use."""
    page = summary(rich, run, found)
    assert "Trips by public transport are absent: the case has no table public_transport.csv" in page
    assert "public transport makes possible" not in page
    transit = pd.DataFrame([("A1", "S1", 12.0, "")], columns=["area", "site", "transit_minutes", "source"])
    given = altered(rich, {"areas/A1/no_car_share": 1}).changed(public_transport=transit)
    page = summary(given, run, tables_of(given, rich_plan))
    assert "are absent" not in page
    assert row_of(page, "Mean of those by public transport")[1] == "12.0"


def test_how_far_the_plan_is_from_its_start(rich, run, found):
    """Said where a solve began from a plan, and whether it was to stay near."""
    assert "The search began" not in summary(rich, run, found)
    began = run | {"start": "base", "hostings_that_differ": 1, "modes_that_differ": 2}
    page = summary(rich, began, found)
    assert "from the plan of the run base and looks for the best within the gap, however unlike: 1 service comes to a site or leaves " \
        "one, 2 stay in another mode." in page
    page = summary(rich, began | {"options": {"near": "x"}, "hostings_that_differ": 0}, found)
    assert "and stays as near to it as was found within the gap: no services come to a site or leave one" in page


def test_what_opens_closes_and_moves(tiny, run):
    plan = replaced(todays_plan(tiny), open_site=[("S1", "station"), ("S3", "local_station")],
                    hosting=[("clinic", "S1", "weekly", 100, 1), ("clinic", "S3", "daily", 500, 1),
                             ("therapy", "S1", "daily", 300, 1)])
    page = summary(tiny, run, tables_of(tiny, plan))
    assert "- Opens: Three (Alku, local station)." in page
    assert "- Closes: Two (Loppu, station)." in page
    assert "- Changes tier: One (campus to station)." in page
    # the clinic comes to Three (Alku) and leaves Two (Loppu); at One it is weekly in place of daily
    assert "- Services come to a site once, leave one once and change their days once" in page
    # Alku has the clinic today already (One)
    assert "gets a service it does not have today: none." in page and "loses a service: Loppu (Name)." in page
    assert row_of(page, "Name")[:5] == ["2", "2", "1", "1", "1"]


def test_nothing_changes(tiny, run):
    page = summary(tiny, run, tables_of(tiny))
    assert "- Opens: no sites." in page and "every service stays where it is" in page
    assert "the staff it has today" in page and "Trips grow nowhere" in page
    assert "No area has to travel beyond" in page


def test_areas_beyond_the_limits_are_named(rich, rich_plan, run):
    page = summary(rich, run, tables_of(altered(rich, {"services/therapy/travel_limit_minutes": 19}), rich_plan))
    assert "1 area and 1 service have trips beyond" in page and "Area A2 (20 minutes)" in page


@pytest.mark.parametrize("status, words", [
    ("optimal", "proven"), ("feasible", "Time ran out"), ("interrupted", "stopped by hand"),
    ("audit_failed", "must not be used")])
def test_every_status_with_a_plan_is_said(status, words, rich, run, found):
    page = summary(rich, {**run, "status": status}, found)
    assert words in page and "## Families' trips" in page


@pytest.mark.parametrize("status, words", [
    ("infeasible", "no plan that keeps every rule"), ("no_plan", "No plan was found"), ("interrupted", "stopped before a plan"),
    ("crashed", "broke down")])
def test_every_status_without_a_plan_is_said(status, words, rich, run):
    page = summary(rich, {**run, "status": status, "gap": None, "audit": None}, {})
    assert words in page and "## Families' trips" not in page and "34 of the 210" in page


def test_a_failed_audit_names_the_rules(rich, run, found):
    wrong = {**found, "staff": with_value(found["staff"], "staff_fte", 4.0, service="clinic", site="S1")}
    wrong |= audit(rich, wrong).tables()
    page = summary(rich, {**run, "status": "audit_failed", "audit": {"passed": False, "checks": 9}}, wrong)
    # 4 + 1.5 + 0.06 nurses where 3.56 are
    assert "(staff_fits_pool) Broken in 1 place; worst: nurse, by 2.00 FTE." in page and "do not agree" in page


def test_no_bound_no_gap(rich, run, found):
    assert "not known" in summary(rich, {**run, "status": "feasible", "gap": None, "gap_hours": None}, found)


def test_todays_network(tiny, run):
    case = altered(tiny, {"staff_today/clinic/S2/nurse/staff_fte": 0.3})
    page = summary(case, {**run, "status": "today"}, evaluate(case).tables)
    assert "breaks rules" in page and "by 200.00 hours a year" in page
    assert row_of(page, "Mean trip") == ["16.7"] and "## What changes" not in page
    assert "keeps every rule" in summary(tiny, {**run, "status": "today"}, evaluate(tiny).tables)


def test_staff_that_is_not_given_is_said_to_be_worked_out(tiny, run):
    case = tiny.changed(staff_today=tiny.staff_today.iloc[:0])
    assert "Today's staff is not given" in summary(case, run, tables_of(case))


def test_tables_are_aligned(rich, run, found):
    page = summary(rich, run, found)
    for block in page.split("\n\n"):
        lines = block.splitlines()
        if lines and lines[0].startswith("|"):
            assert len({len(line) for line in lines}) == 1
    assert page.endswith("\n") and "nan" not in page and "\n\n\n" not in page


def test_words():
    assert [number(1234.5), number(-0.04, 1), number(float("nan")), number(None)] == ["1,234", "0.0", "–", "–"]
    assert [signed(2.04, 1), signed(-2.04, 1), signed(0.04, 1)] == ["+2.0", "-2.0", "0.0"]
    assert per_cent(0.1234) == "12.3 %"
    assert [count(1, "site"), count(2, "site"), count(0, "site")] == ["1 site", "2 sites", "no sites"]
    assert [listed([]), listed(["a"]), listed("abc"), listed("abcd", 2)] == ["none", "a", "a, b and c", "a, b and 2 more"]
    assert table(["a", "b"], [["x|y", "1"]]) == "| a   |   b |\n|-----|----:|\n| x/y |   1 |"


def test_a_page_without_indicators_is_no_plan(rich, run):
    page = summary(rich, {**run, "status": "no_plan"}, {"indicators": pd.DataFrame()})
    assert "No plan was found" in page
