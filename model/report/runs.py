"""Runs: which runs a report can be made of. The first is the proposal, the others stand beside it."""

from __future__ import annotations

from collections.abc import Sequence

from model.publish.run_folder import Run
from model.report.refusal import Refusal

NEEDED = ("open_sites", "hosted_services", "assignments", "staff", "professions", "norms", "costs", "indicators", "changes",
          "worst_hit_areas", "areas", "sites", "names", "services", "today_hosting", "today_staff", "today_assignments", "sources")


def judge_runs(runs: Sequence[Run]) -> None:
    """Raise Refusal for a run without a whole plan, or for runs that do not belong together."""
    for run in runs:
        _judge(run)
    for run in runs[1:]:
        if run.run["case"] != runs[0].run["case"] or not _same_places(run, runs[0]):
            raise Refusal(f"{run.folder.name} is a run of another case ({run.run['case']}) than {runs[0].folder.name} "
                          f"({runs[0].run['case']}), or of other areas or services: runs of one report share them")
    names = [run.folder.name for run in runs]
    if len(set(names)) < len(names):
        raise Refusal("two of the runs have the same name, so a reader could not tell them apart. Name each run once")


def _judge(run: Run) -> None:
    name = run.folder.name
    if "indicators" not in run.tables or run.tables["indicators"].empty:
        raise Refusal(f"the run {name} has no plan (its status is {run.run.get('status')}), so there is nothing to report. "
                      "Its summary.md says why")
    lacking = [table for table in NEEDED if table not in run.tables]
    if lacking:
        raise Refusal(f"the run {name} lacks the tables {', '.join(lacking)}: an earlier version wrote it. "
                      "Solve or evaluate the case again")


def _same_places(run: Run, other: Run) -> bool:
    return all(set(run.tables[table][key]) == set(other.tables[table][key])
               for table, key in (("areas", "area"), ("services", "service")))
