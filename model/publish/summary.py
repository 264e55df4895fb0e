"""Summary: one page about a run that a planner can forward, every figure beside today's."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from model.case import Case
from model.publish.nothing_fits import nothing_fits
from model.publish.sections import areas_beyond_limits, costs_and_staff, moves, trips
from model.publish.words import count, number, per_cent

WITHOUT_A_PLAN = {
    "infeasible": "**There is no plan that keeps every rule.** Something in the inputs asks for more than the sites, rooms, "
                  "people or money allow.",
    "no_plan": "**No plan was found in the time given.** That does not mean that there is none: give it more time.",
    "interrupted": "**The run was stopped before a plan was found.**",
    "crashed": "**The solver broke down before it had a plan.** Its last words are in solver.log. This is our fault, not the "
               "inputs'.",
}
NOT_A_SOLUTION = ("**This plan must not be used: the audit found that it breaks rules, or that its figures do not add up.** "
                  "That is our fault, not the inputs'. The tables are kept to find the cause.")


def summary(case: Case, run: Mapping, tables: Mapping[str, pd.DataFrame]) -> str:
    """The page as markdown.

    run: the mapping that becomes run.yaml (status, gap, gap_hours, audit, figures, assumptions, travel_estimated, ...); status
    `today` describes today's network. tables: as from results.tables, with the audit's own; without them there is no plan.
    """
    has_plan = "indicators" in tables and not tables["indicators"].empty
    parts = [_title(case, run, has_plan), _verdict(run, tables, has_plan)]
    if has_plan:
        columns = 1 if run["status"] == "today" else 3
        parts += moves(case, tables) if columns > 1 else []
        parts += [*trips(case, tables, columns), *costs_and_staff(case, tables, columns), *areas_beyond_limits(case, tables)]
    parts += nothing_fits(run, tables)
    return "\n\n".join([*parts, *_basis(case, run, has_plan)]) + "\n"


def _title(case: Case, run: Mapping, has_plan: bool) -> str:
    scenario = run.get("scenario") or case.scenario
    name = case.settings.name or case.name
    of_what = {"today": "today", "infeasible": "no plan is possible"}.get(run["status"], "the plan" if has_plan else "no plan yet")
    return f"# {name}: {of_what}\n\n{case.settings.county}, {case.settings.year}. Scenario: {scenario}."


def _verdict(run: Mapping, tables: Mapping, has_plan: bool) -> str:
    """What kind of answer this is, in words."""
    status = run["status"]
    if status == "today":
        return _broken_today(tables)
    if status == "audit_failed":
        return f"{NOT_A_SOLUTION}\n\n{_broken(tables)}"
    if not has_plan:
        return WITHOUT_A_PLAN.get(status, f"**There is no plan (status {status}).**")
    words = {"optimal": "The plan is proven to be as good as asked for.",
             "feasible": "Time ran out: the plan keeps every rule, but a better one may exist.",
             "interrupted": "The run was stopped by hand: the plan keeps every rule, but a better one may exist."}
    return f"**{words.get(status, f'Status: {status}.')}** {_gap(run)}"


def _gap(run: Mapping) -> str:
    """The gap in per cent and family hours, always said."""
    gap, hours = run.get("gap"), run.get("gap_hours")
    if gap is None:
        return "How far it is from the best possible is not known (no bound)."
    text = f"No plan can be better than this one by more than {per_cent(gap, 2)}"
    return f"{text}, which is {number(hours)} family hours a year." if hours is not None else f"{text}."


def _started(run: Mapping) -> str:
    """How far the plan is from the one it started from."""
    near = "near" in run.get("options", {})
    wish = "and stays as near to it as was found within the gap" if near else "and looks for the best within the gap, however unlike"
    come, modes = run["hostings_that_differ"], run["modes_that_differ"]
    return (f"- The search began from the plan of the run {run['start']} {wish}: {count(come, 'service')} "
            f"{'comes' if come == 1 else 'come'} to a site or {'leaves' if come == 1 else 'leave'} one, {number(modes)} "
            f"{'stays' if modes == 1 else 'stay'} in another mode.")


def _broken_today(tables: Mapping) -> str:
    broken = tables.get("broken_rules")
    if broken is None or broken.empty:
        return "**Today's network keeps every rule of the model.**"
    return ("**Today's network breaks rules that a plan would have to keep.** The figures below are of the network as it is."
            f"\n\n{_broken(tables)}")


def _broken(tables: Mapping) -> str:
    """One line per broken rule: what it says, how often it is broken and the worst place."""
    broken, rules = tables.get("broken_rules"), tables.get("audit")
    if broken is None or broken.empty:
        return ""
    meanings = {} if rules is None else dict(zip(rules["rule"], rules["meaning"]))
    lines = []
    for rule, rows in broken.groupby("rule", sort=False):
        worst = rows.loc[rows["excess"].fillna(float("inf")).idxmax()]
        times = count(len(rows), "place")
        lines.append(f"- {meanings.get(rule, rule)} ({rule}) Broken in {times}; worst: {worst['where']}, "
                     f"by {number(worst['excess'], 2)} {worst['unit']}.")
    return "\n".join(lines)


def _basis(case: Case, run: Mapping, has_plan: bool) -> list[str]:
    """Audit, assumptions and estimates: how far the figures can be trusted."""
    lines = [_started(run)] if has_plan and "hostings_that_differ" in run else []
    audit = run.get("audit")
    if has_plan and audit and run["status"] != "today":
        verdict = "and all agree" if audit["passed"] else "and some do not agree"
        lines.append(f"- Audit: {number(audit['checks'])} comparisons of rules, terms and tables were recomputed without the "
                     f"model, {verdict}.")
    figures, assumptions = (run.get(name, 0) for name in ("figures", "assumptions"))
    are = "is an assumption" if assumptions == 1 else "are assumptions"
    lines.append(f"- {number(assumptions)} of the {number(figures)} figures of the case {are}.")
    if run.get("travel_estimated"):
        lines.append("- **Travel minutes are estimates** from distances on the map, not measured or routed.")
    if case.public_transport.empty:
        lines.append("- Trips by public transport are absent: the case has no table public_transport.csv, so every trip is by car, also of "
                     "families without one.")
    if case.staff_today.empty:
        lines.append("- Today's staff is not given: it is what today's visits, open days and minimum teams need.")
    if has_plan:
        lines.append("- Trips are one way by car. Figures over services count each service equally and weigh areas by their "
                     "children; services that are placeholders are left out of them.")
    return ["## What this rests on", "\n".join(lines)]
