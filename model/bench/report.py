"""Report benchmark: seconds and size of a report, and how fast its page answers in a browser. Figures of this machine, never asserted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from model.bench.seeded import seeded_county
from model.case import Case
from model.flow import Report, evaluate, write

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SITES, SERVICES = 120, 18
LARGE_AREAS = 1000
LIMITS = {False: (5.0, 2.0), True: (20.0, 8.0)}  # of a county, and of more than LARGE_AREAS: seconds, megabytes
TOGGLE_SECONDS = 1.0
# From the click to the picture that follows it: the second frame after it is drawn when the first has been shown.
ANSWER = """id => new Promise(done => { const begin = performance.now(); document.getElementById(id).click();
requestAnimationFrame(() => requestAnimationFrame(() => done((performance.now() - begin) / 1000))); })"""


def seeded_run(areas: int, seed: int, folder: Path) -> Path:
    """Write a run of a seeded county: today's network, beside it as the plan another draw of hosts in modes of all kinds."""
    from model.results.tables import tables
    from model.results.today import todays_plan

    case = seeded_county(seed, areas, min(SITES, areas // 2), SERVICES)
    found = evaluate(case)
    plan = todays_plan(_other_network(case, seed))
    run = found.run | {"status": "feasible", "objective": None, "bound": None, "gap": None, "gap_hours": None, "seconds": 0.0,
                       "options": {"gap": 0.005, "time_limit": 0.0}}
    return write(Report(run, tables(case, plan, todays_plan(case)), "", ""), folder, force=False)


def _other_network(case: Case, seed: int) -> Case:
    """The case with other hosts: some of today's leave, others come, and modes change."""
    draw, rows = np.random.default_rng(seed + 1), []
    for service in case.services.itertuples():
        may = case.sites.loc[case.sites["tier_today"].isin(list(service.tiers)), "site"].to_numpy()
        hosts = draw.choice(may, max(2, len(may) // 3), replace=False)
        rows += [(service.service, host, draw.choice(list(service.modes))) for host in sorted(hosts)]
    hosting = pd.DataFrame(rows, columns=["service", "site", "mode"])
    missing = {name: case.hosting[name].dtype.type() for name in case.hosting.columns.difference(hosting.columns)}
    return case.changed(hosting=hosting.assign(**missing)[case.hosting.columns])


def report_figures(run: Path, out: Path, say: Callable[[str], None]) -> pd.DataFrame:
    """Columns figure, value, limit (NaN = none), unit: the whole command `report` and the pages it writes, then the page in Chromium.

    Without Chromium and playwright the rows of the browser are left out, and `say` tells so.
    """
    areas = len(pd.read_csv(run / "tables" / "areas.csv", usecols=["area"]))
    seconds, megabytes = LIMITS[areas > LARGE_AREAS]
    taken, processor = _command_seconds(run, out)
    say(f"{areas} areas: report written in {taken:.1f} s")
    rows = [("areas", areas, np.nan, "areas"), ("whole command", taken, seconds, "s"), ("its processor time", processor, np.nan, "s"),
            *((file.name, file.stat().st_size / 1e6, megabytes if file.name == "report-fi.html" else np.nan, "MB")
              for file in sorted(out.iterdir()))]
    return pd.DataFrame([*rows, *_in_browser(out / "report-fi.html", say)], columns=["figure", "value", "limit", "unit"])


def _command_seconds(run: Path, out: Path) -> tuple[float, float]:
    """Seconds of `perheverkko report` with all residents' pages, from start to end of its process; and those the processor worked."""
    words = [sys.executable, "-m", "cli", "report", str(run), "--lang", "fi", "--municipality", "all", "--out", str(out)]
    begin, before = time.perf_counter(), os.times()
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    after = os.times()
    if done.returncode:
        raise RuntimeError(f"perheverkko report ended with {done.returncode}:\n{done.stderr}")
    return time.perf_counter() - begin, sum(getattr(after, kind) - getattr(before, kind) for kind in ("children_user", "children_system"))


def _in_browser(page: Path, say: Callable[[str], None]) -> list[tuple]:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        browser = None
    if browser is None:
        say("no Chromium with playwright here, so the page was not opened")
        return []
    with sync_playwright() as playwright:
        as_root = hasattr(os, "geteuid") and os.geteuid() == 0  # where Chromium's sandbox refuses to start
        opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"] if as_root else [])
        try:
            return _answers(opened.new_context(viewport={"width": 1280, "height": 900}).new_page(), page)
        finally:
            opened.close()


def _answers(tab, page: Path) -> list[tuple]:
    """Seconds to open the page, to change the view, to choose each service and to zoom; the slowest of each."""
    requests, errors = [], []
    tab.on("request", lambda request: requests.append(request.url))
    tab.on("pageerror", lambda error: errors.append(str(error)))
    begin = time.perf_counter()
    tab.goto(page.as_uri())
    opened = time.perf_counter() - begin
    names = {"view": "slowest change of view", "service": "slowest choice of a service"}
    slowest = {}
    for group, name in names.items():
        ids = tab.eval_on_selector_all(f"input[name={group}]", "all => all.map(input => input.id)")
        slowest[name] = max(tab.evaluate(ANSWER, each) for each in [*ids, ids[0]])
    slowest["zoom"] = max(tab.evaluate(ANSWER, "zoom-in") for _ in range(3))
    return [("page opened", opened, np.nan, "s"), *((name, value, TOGGLE_SECONDS, "s") for name, value in slowest.items()),
            ("requests beside the page", len(requests) - 1, 0, "requests"), ("errors", len(errors), 0, "errors")]
