"""Commands of perheverkko: parse, call one function of model/, print, exit code. What is heavy is imported when needed."""

from __future__ import annotations

import inspect
import json
import signal
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from model.arguments import (
    CaseName,
    EachLimit,
    ExplainLimit,
    Force,
    Json,
    Near,
    ProvenGap,
    RunName,
    RunsDir,
    RunsFrom,
    ScenarioName,
    Seed,
    TimeLimit,
)
from model.bench import commands as benchmarks
from model.sweeping.grid import axes_in_words

FINE, OUR_FAULT, BAD_INPUT, INFEASIBLE, NO_PLAN, INTERRUPTED = 0, 1, 2, 3, 4, 130
EXIT = {"optimal": FINE, "feasible": FINE, "today": FINE, "infeasible": INFEASIBLE, "no_plan": NO_PLAN, "interrupted": INTERRUPTED,
        "crashed": OUR_FAULT, "audit_failed": OUR_FAULT, "failed": OUR_FAULT, "lost": OUR_FAULT, "overdue": OUR_FAULT,
        "bad_input": BAD_INPUT, "not_run": INTERRUPTED}
WORST_FIRST = (INTERRUPTED, OUR_FAULT, BAD_INPUT, INFEASIBLE, NO_PLAN, FINE)

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="markdown",
                  help="Where each family service should be, on which days and with whom.\n\n"
                       "Exit codes: 0 fine, 1 our fault, 2 usage or bad input, 3 infeasible, 4 no plan within the time limit, "
                       "130 interrupted.")


@app.command(epilog="Example: perheverkko check pirkanmaa --scenario close_neuvola_kihnio")
def check(case: CaseName, scenario: ScenarioName = None, as_json: Json = False) -> None:
    """List every problem of a case at once, with arithmetic screens that need no solver."""
    checked = _read(case, scenario)
    if as_json:
        typer.echo(json.dumps({"scenario": scenario or "base", "problems": [_problem(problem) for problem in checked.problems],
                               "waiting": list(checked.waiting)}, ensure_ascii=False, indent=1))
    else:
        _say_problems(checked, sys.stdout)
        if checked.case is not None:
            found = checked.case
            if checked.scenario:
                from model.scenarios.listing import extent

                typer.echo(f"scenario {found.scenario}: {extent(checked.scenario)}.")
            typer.echo(f"{found.name}: {len(found.areas)} areas, {len(found.services)} services, {len(found.sites)} sites; "
                       f"{found.figures:,} figures, {found.assumptions:,} of them assumptions. No errors, "
                       f"{len(checked.warnings)} warnings.")
    raise typer.Exit(FINE if checked.case is not None else BAD_INPUT)


@app.command(epilog="Example: perheverkko scenarios pirkanmaa")
def scenarios(case: CaseName, as_json: Json = False) -> None:
    """List the scenarios of a case: why each was written, how much it changes, whether it checks; and all their problems."""
    from model.folders import NotFound, find_case
    from model.scenarios import listing
    from model.scenarios.read import list_scenarios

    try:
        listed = list_scenarios(find_case(case))
    except NotFound as error:
        _refuse(str(error))
    if as_json:
        rows = [{**row, "problems": [_problem(problem) for problem in checked.problems]}
                for row, checked in zip(listing.plain(listed), listed)]
        typer.echo(json.dumps({"scenarios": rows}, ensure_ascii=False, indent=1))
    else:
        for text in listing.lines(listed):
            typer.echo(text)
    raise typer.Exit(FINE if all(checked.case is not None for checked in listed) else BAD_INPUT)


@app.command(epilog="Example: perheverkko solve pirkanmaa --gap 0.01 --time-limit 120 --run my-plan")
def solve(
    case: CaseName, scenario: ScenarioName = None, run: RunName = None, runs: RunsDir = None,
    force: Annotated[bool, typer.Option("--force", help="Solve anew, and replace a run of the same name.")] = False,
    as_json: Json = False,
    gap: ProvenGap = 0.005, time_limit: TimeLimit = 300.0, seed: Seed = 1,
    start: Annotated[str | None, typer.Option(metavar="RUN", help="Begin from the sites and modes of this run's plan and from what it "
                                              "proved: much faster, where the question is nearly the same.")] = None,
    near: Near = True,
    explain_limit: ExplainLimit = 60.0,
) -> None:
    """Find the best plan of a case, audit it and write its run folder. Ctrl-C keeps the best plan so far.

    The very same question (inputs, scenario, gap, time limit, seed and version) is not solved twice: without --run and --force
    the run that answers it already is shown again.
    """
    from model.flow import NoStart, Options, same_run
    from model.flow import solve as solve_case
    from model.folders import runs_folder

    checked, options = _case(case, scenario), Options(gap, time_limit, seed, explain_limit, near)
    found = checked.case
    folder = _run_folder(found, run, runs, force)
    begin = _runs([start], runs)[0].folder if start else None
    try:
        if not run and not force and (known := same_run(found, options, runs_folder(found.folder, runs), begin)):
            _show(known.run, known.tables, known.folder, as_json, reused=True)
        with LiveLine() as line:
            report = solve_case(found, options, line.show, checked.scenario, begin)
    except NoStart as error:
        _refuse(str(error))
    _finish(report, folder, run, force, as_json)


@app.command(epilog="Example: perheverkko sweep pirkanmaa --scenarios all --gap 0.01 --workers 2 --name what-if")
def sweep(
    case: CaseName,
    scenarios: Annotated[str | None, typer.Option(metavar="NAME,NAME|all", help="Scenarios to solve; `base` is the case as it is, which "
                                                  "is always among them [default: all; with --grid, base].")] = None,
    grid: Annotated[list[str] | None, typer.Option(metavar="AXIS=FACTOR,...", help="Solve every scenario with these multiples, each with "
                                                   f"each (may be repeated): {axes_in_words()}.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Solves at a time, as far as memory allows [default: one a "
                                                "processor].")] = None,
    gap: ProvenGap = 0.005, time_limit: EachLimit = 300.0, seed: Seed = 1,
    start: Annotated[bool, typer.Option("--start/--no-start", help="Begin every solve from the plan of the base.")] = True,
    near: Near = True,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Name of the sweep [default: case and _sweep].")] = None,
    runs: RunsDir = None,
    scheduler: Annotated[str | None, typer.Option(metavar="tcp://HOST:PORT", help="A Dask scheduler whose workers do the work (see "
                                                  "model/sweeping/CLUSTER.md).")] = None,
    force: Annotated[bool, typer.Option("--force", help="Solve every run anew.")] = False, as_json: Json = False,
) -> None:
    """Solve many variants of a case: scenarios, each with a grid of multiples. The same command goes on where it was stopped.

    Writes sweep.csv (a row for every run), summary.md and a folder for every run. One run that fails leaves the others alone; the exit
    code is that of the worst.
    """
    from model.explaining.draft import draft
    from model.flow import Options
    from model.folders import find_case
    from model.sweeping.start import Refused, Words, run_sweep

    checked = _read(case)
    drafted = draft(checked, find_case(case))
    if drafted is None:
        _say_problems(checked, sys.stderr)
        raise typer.Exit(BAD_INPUT)
    words = Words(scenarios, grid or (), workers, start, name, runs, scheduler, force)
    try:
        with SweepView() as view:
            standing = run_sweep(drafted.case, find_case(case), words, Options(gap, time_limit, seed, near=near), view.show, _note)
    except Refused as error:
        _refuse(*error.reasons)
    if as_json:
        from model.publish.run_folder import plain

        answer = {**standing.asked, "interrupted": standing.interrupted, "folder": str(standing.folder), "runs": standing.rows()}
        typer.echo(json.dumps(plain(answer), ensure_ascii=False, indent=1))
    else:
        from model.sweeping.progress import lines

        for text in lines(standing):
            typer.echo(text)
        typer.echo(f"files: {standing.folder} (start with summary.md; sweep.csv has a row for every run)")
    raise typer.Exit(_worst(standing))


@app.command(epilog="Example: perheverkko explain pirkanmaa --scenario close_neuvola_kihnio --time-limit 300")
def explain(case: CaseName, scenario: ScenarioName = None, run: RunName = None, runs: RunsDir = None, force: Force = False,
            as_json: Json = False,
            time_limit: Annotated[float, typer.Option(min=1.0, help="Seconds of explaining.")] = 60.0) -> None:
    """Say why a case has no plan: the smallest changes of its figures that give it one, and the limits that conflict.

    Every suggested change is made and the changed case solved before it is called sufficient. Laws and the visits families make are
    never among the changes. A case that has a plan needs no explanation (exit code 0).
    """
    from model.explaining.draft import draft
    from model.flow import explain as explain_case
    from model.folders import find_case

    checked = _read(case, scenario)
    drafted = draft(checked, find_case(case), scenario)
    if drafted is None:
        _say_problems(checked, sys.stderr)
        raise typer.Exit(BAD_INPUT)
    folder = _run_folder(drafted.case, run, runs, force, suffix=f"{drafted.case.scenario}_explained")
    report = explain_case(drafted, time_limit, checked.scenario)
    if report is None:
        sentence = f"{case}: there is a plan that keeps every rule, so there is nothing to explain"
        typer.echo(json.dumps({"case": case, "status": "feasible", "sentence": sentence}) if as_json else sentence)
        raise typer.Exit(FINE)
    _finish(report, folder, run, force, as_json)


@app.command(epilog="Example: perheverkko evaluate pirkanmaa")
def evaluate(case: CaseName, scenario: ScenarioName = None, run: RunName = None, runs: RunsDir = None, force: Force = False,
             as_json: Json = False) -> None:
    """Measure today's network by the same yardstick as a plan, and say which rules it breaks and by how much."""
    from model.flow import evaluate as evaluate_case

    checked = _case(case, scenario)
    today = f"{checked.scenario.name}_today" if checked.scenario else "today"
    folder = _run_folder(checked.case, run or None, runs, force, suffix=today)
    _finish(evaluate_case(checked.case, checked.scenario), folder, run, force, as_json)


@app.command(epilog="Example: perheverkko compare today my-plan other-plan --out comparison")
def compare(
    names: Annotated[list[str], typer.Argument(metavar="RUN", help="Run folders, or names of runs; `today` is today's network by "
                                               "the inputs of the first run, as long as they have not changed.")],
    runs: RunsFrom = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where to write the tables and compare.md [default: "
                                             "compare_FIRST_TIME beside the first run].")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a comparison of the same name.")] = False, as_json: Json = False,
) -> None:
    """Compare runs of one case with the first of them: indicators, sites, services, staff, premises, and who gains and who loses."""
    from model.compare import files
    from model.compare.comparison import compare as compare_runs
    from model.compare.page import page
    from model.compare.sides import Refused

    if out and (reason := files.taken(out, force)):
        _refuse(reason)
    try:
        found = compare_runs(names, runs)
        folder = files.write(found, page(found), out or files.default_folder(found), force)
    except (Refused, OSError) as error:
        _refuse(*(error.reasons if isinstance(error, Refused) else [str(error)]))
    if as_json:
        from model.publish.run_folder import plain

        typer.echo(json.dumps({**plain(found.as_dict()), "folder": str(folder)}, ensure_ascii=False, indent=1))
    else:
        typer.echo(page(found, short=True))
        typer.echo(f"files: {folder} (start with {files.PAGE})")


@app.command(epilog="Example: perheverkko report my-plan --lang fi --municipality all")
def report(
    names: Annotated[list[str], typer.Argument(metavar="RUN [RUN...]", help="Run folders, or names of runs. The first is the proposal, the "
                                               "others stand beside it.")],
    lang: Annotated[str, typer.Option(metavar="fi|sv|en", help="Language of the pages.")] = "fi",
    municipality: Annotated[str | None, typer.Option(metavar="all|NAME", help="Also write residents' pages, of all municipalities or of "
                                                     "one.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where to write [default: the first run's folder].")] = None,
    runs: RunsFrom = None,
) -> None:
    """Write a run as one page that opens without a network and prints on A4 (first screen, map, charts, tables), and its tables as
    the workbook report.xlsx. Files of the same names are replaced."""
    from model.report.refusal import Refusal

    found = _runs(names, runs)
    try:
        from model.report.make import make_report
    except ModuleNotFoundError as error:
        _refuse(f"a report needs the library {error.name}, which is not installed: "
                "pip install -e '.[report]' -c constraints.txt brings it")
    try:
        files = make_report(found, lang, municipality, out)
    except (Refusal, OSError) as error:
        _refuse(str(error))
    for file in files:
        typer.echo(f"written to {file}")


@app.command(epilog="Example: perheverkko workbook my-plan --lang fi --out my-plan.xlsx")
def workbook(
    names: Annotated[list[str], typer.Argument(metavar="RUN [RUN...]", help="Run folders, or names of runs; several stand side by side.")],
    lang: Annotated[str, typer.Option(metavar="fi|sv|en", help="Language of headings and words.")] = "fi",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="The workbook [default: report.xlsx in the first run's "
                                             "folder].")] = None,
    runs: RunsFrom = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file named by --out if there is one already.")] = False,
) -> None:
    """Write runs as one Excel workbook: facts, key figures, municipalities, charts and every table."""
    try:
        from model.workbook.write import write_workbook
    except ModuleNotFoundError as error:
        _refuse(f"a workbook of runs needs the library {error.name}, which is not installed: "
                "pip install -e '.[report]' -c constraints.txt brings it")
    if out and out.exists() and not force:
        _refuse(f"there is already a file {out}. Choose another name, or --force to replace it")
    found = _runs(names, runs)
    try:
        file = write_workbook(found, out or found[0].folder / "report.xlsx", lang)
    except (ValueError, OSError) as error:
        _refuse(str(error))
    typer.echo(f"written to {file}")


@app.command(epilog="Example: perheverkko gis my-plan --format gpkg --out maps")
def gis(
    name: Annotated[str, typer.Argument(metavar="RUN", help="A run folder, or the name of a run.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where to write [default: gis/ in the run's folder].")] = None,
    form: Annotated[str, typer.Option("--format", metavar="geojson|gpkg", help="GeoJSON files in WGS84, or one GeoPackage in "
                                      "ETRS-TM35FIN.")] = "geojson",
    runs: RunsFrom = None,
) -> None:
    """Write a run's sites, areas and assignments as map layers, for QGIS and other map programs."""
    from model.gis.write import MissingExtra, write_layers

    run, = _runs([name], runs)
    try:
        files = write_layers(run, out or run.folder / "gis", form)
    except (ValueError, OSError, MissingExtra) as error:
        _refuse(str(error))
    for file in files:
        typer.echo(f"written to {file}")


@app.command(epilog="Example: perheverkko export pirkanmaa --xlsx pirkanmaa.xlsx")
def export(
    case: CaseName,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="FILE", help="Write the case as one Excel workbook.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="DIR", help="Write the case as a new folder of CSV files.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the workbook if there is one already.")] = False,
) -> None:
    """Write a case without errors in another form: a workbook to edit in Excel, or a folder of CSV files. Both can be solved."""
    from model.folders import find_case

    if bool(xlsx) == bool(csv):
        _refuse("say where to write: --xlsx FILE or --csv DIR")
    if xlsx and xlsx.exists() and not force:
        _refuse(f"there is already a file {xlsx}. Choose another name, or --force to replace it")
    _case(case)
    try:
        if xlsx:
            from model.workbook.case_book import case_to_workbook as write_case
        else:
            from model.workbook.case_folder import case_to_folder as write_case
        left = write_case(find_case(case), xlsx or csv)
    except (ValueError, OSError) as error:
        _refuse(str(error))
    typer.echo(f"written to {xlsx or csv}")
    if left:
        typer.echo(f"not carried over: {', '.join(left)}")


@app.command(epilog="Example: perheverkko model pirkanmaa --lp pirkanmaa.lp")
def model(
    case: CaseName, scenario: ScenarioName = None, as_json: Json = False,
    lp: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the whole model as an LP file.")] = None,
    rule: Annotated[str | None, typer.Option(metavar="RULE", help="Print the rows of one rule.")] = None,
) -> None:
    """Build the model without solving it: count its rows and columns, print a rule, write it as LP."""
    from model.formulation.inspect import counts, rule_lines, write_lp

    found = _case(case, scenario).case
    if lp:
        if not lp.resolve().parent.is_dir():
            _refuse(f"there is no folder {lp.resolve().parent} to write {lp.name} into")
        write_lp(found, lp)
        typer.echo(json.dumps({"written": str(lp)}) if as_json else f"written to {lp}")
    elif rule:
        try:
            lines = list(rule_lines(found, rule))
            for text in [json.dumps(lines, ensure_ascii=False)] if as_json else lines:
                typer.echo(text)
        except KeyError as error:
            _refuse(str(error.args[0]))
    else:
        table = counts(found)
        typer.echo(table.to_json(orient="records") if as_json else table.to_string(index=False))


@app.command(epilog="Example: perheverkko schema > case.schema.json")
def schema() -> None:
    """Print the JSON Schema of case.yaml, for editors that check while you type."""
    from model.schema.json_schema import case_yaml_schema

    typer.echo(json.dumps(case_yaml_schema(), ensure_ascii=False, indent=1))


@app.command(epilog="Example: perheverkko guide > columns.md")
def guide() -> None:
    """Print the guide to every table and column a case may hold."""
    from model.schema.guide import column_guide

    typer.echo(column_guide(), nl=False)


bench = typer.Typer(no_args_is_help=True, help="Measure, do not assert: figures on this machine.")
app.add_typer(bench, name="bench")


def _benchmark(measure) -> None:
    """Make a command of a benchmark (model/bench/commands.py): its own arguments and --json."""
    def command(as_json: bool, **words) -> None:
        try:
            table = measure(DESK, **words)
        except benchmarks.Refusal as error:
            _refuse(str(error))
        typer.echo(table.to_json(orient="records") if as_json else table.to_string(index=False))

    own = list(inspect.signature(measure).parameters.values())[1:]  # after the desk
    json_too = inspect.Parameter("as_json", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=Json)
    command.__signature__ = inspect.Signature([*own, json_too])
    name = measure.__name__.replace("_", "-")
    bench.command(name, help=measure.__doc__, epilog=f"Example: perheverkko bench {name} {benchmarks.EXAMPLES[measure]}")(command)


class LiveLine:
    """One line on standard error that follows a solve; a line every ten seconds where it is no terminal."""

    def __enter__(self):
        self.last, self.shown, self.best, self.tty = -1e9, False, {}, sys.stderr.isatty()
        return self

    def __exit__(self, *_):
        if self.shown and self.tty:
            typer.echo("", err=True)

    def show(self, progress) -> None:
        """Show a Progress."""
        from model.publish.terminal import progress_line

        plan, bound = self.best.get(progress.level, (float("inf"), float("-inf")))
        plan, bound = min(plan, progress.objective), max(bound, progress.bound)
        self.best[progress.level] = plan, bound
        if not self.tty and progress.seconds - self.last < 10:
            return
        self.last, self.shown = progress.seconds, True
        text = progress_line(progress.seconds, progress.level, progress.step, plan, bound)
        typer.echo(f"\r\x1b[K{text[:118]}" if self.tty else text, err=True, nl=not self.tty)


class SweepView:
    """A sweep on standard error: a table drawn again and again, or a line for each run and each quiet minute where it is no terminal."""

    def __init__(self):
        self.live, self.standing, self.last = None, None, time.monotonic()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.live:
            self.live.stop()

    def show(self, standing) -> None:
        """Show a Standing."""
        from model.sweeping.progress import run_line, solving_line, standing_line, table

        self.standing = standing
        if not sys.stderr.isatty():
            if standing.latest:
                typer.echo(f"{run_line(standing.results[standing.latest])}; {standing_line(standing)}", err=True)
            elif time.monotonic() - self.last > 60 and (text := solving_line(standing)):
                typer.echo(text, err=True)
            else:
                return
            self.last = time.monotonic()
        elif self.live is None:
            from rich.console import Console
            from rich.live import Live

            self.live = Live(get_renderable=lambda: table(self.standing), console=Console(stderr=True), refresh_per_second=2,
                             transient=True)
            self.live.start()


def _read(case: str, scenario: str | None = None):
    """Find, read and check a case, with a scenario laid over it."""
    from model.flow import check as check_case
    from model.folders import NotFound, find_case

    try:
        return check_case(find_case(case), scenario)
    except NotFound as error:
        _refuse(str(error))


def _case(case: str, scenario: str | None = None):
    """A checked case without errors, or exit 2 after naming every problem."""
    checked = _read(case, scenario)
    if checked.case is None:
        from model.explaining.draft import is_screened_only

        _say_problems(checked, sys.stderr)
        if is_screened_only(checked):
            named = f" --scenario {scenario}" if scenario else ""
            typer.echo(f"perheverkko explain {case}{named} works out the smallest changes that give the case a plan.", err=True)
        raise typer.Exit(BAD_INPUT)
    return checked


def _runs(names: list[str], runs: Path | None):
    """Runs read back, by folder or name."""
    from model.folders import NotFound, find_run
    from model.publish.run_folder import read_run

    try:
        return [read_run(find_run(name, runs)) for name in names]
    except NotFound as error:
        _refuse(str(error))


def _say_problems(checked, stream) -> None:
    for problem in checked.problems:
        typer.echo(f"{'' if problem.is_error else 'warning: '}{problem.sentence()}", file=stream)
    if checked.case is None:
        waiting = f" {len(checked.waiting)} further checks wait until these are repaired." if checked.waiting else ""
        typer.echo(f"{len(checked.errors)} errors, {len(checked.warnings)} warnings.{waiting}", file=stream)


def _problem(problem) -> dict:
    return {"severity": problem.severity, "code": problem.code, "file": problem.file, "line": problem.line,
            "column": problem.column, "value": problem.value, "expected": problem.expected, "repair": problem.repair,
            "sentence": problem.sentence()}


def _run_folder(case, run: str | None, runs: Path | None, force: bool, suffix: str = "") -> Path:
    """The run's folder; a taken name is refused before anything is solved."""
    from model.folders import run_name, runs_folder

    name = run or run_name(case.name, suffix or case.scenario)
    if Path(name).name != name or name.startswith("."):
        _refuse(f'"{name}" is no name of a run: one folder name, without a slash and not starting with a dot')
    folder = runs_folder(case.folder, runs) / name
    if run and folder.exists() and not force:  # a name by the clock gets a number if another run has the very same
        _refuse(f"there is already a run {folder}. Choose another --run NAME, or --force to replace it")
    return folder


def _finish(report, folder: Path, run: str | None, force: bool, as_json: bool) -> None:
    """Write the run, show its page and leave with its exit code. run: its name as given, None for one by the clock."""
    from model.flow import write

    try:
        folder = write(report, folder, force and bool(run), numbered=not run)
    except OSError as error:
        _refuse(str(error))
    _show(report.run, report.tables, folder, as_json)


def _show(run, tables, folder: Path, as_json: bool, reused: bool = False) -> None:
    """Show a run's page and leave with its exit code."""
    from model.publish.run_folder import plain
    from model.publish.terminal import short_table

    if as_json:
        answer = {name: json.loads(tables[name].to_json(orient="records")) for name in ("suggestions", "conflicts") if name in tables}
        typer.echo(json.dumps({**plain(run), **answer, "folder": str(folder), "reused": reused}, ensure_ascii=False, indent=1))
    else:
        typer.echo(short_table(run, tables))
        typer.echo(f"files: {folder} (start with summary.md)")
        if reused:
            typer.echo(f"reused: the very same was solved on {run['started']}. --force solves it anew.")
    raise typer.Exit(EXIT[run["status"]])


def _worst(standing) -> int:
    """The exit code of a sweep: the worst of its runs'."""
    return min((EXIT[row["status"]] for row in standing.rows()), key=WORST_FIRST.index)


def _note(sentence: str) -> None:
    """Say how far a long command is."""
    typer.echo(sentence, err=True)


def _refuse(*sentences: str) -> None:
    for sentence in sentences:
        typer.echo(f"perheverkko: {sentence}{'' if sentence.endswith(('.', '?')) else '.'}", err=True)
    raise typer.Exit(BAD_INPUT)


DESK = benchmarks.Desk(case=lambda name: _case(name).case, run=lambda name, runs=None: _runs([name], runs)[0], say=_note)
for _measure in benchmarks.EXAMPLES:
    _benchmark(_measure)


def run() -> None:
    """Entry point: exit codes as promised, also for Ctrl-C and for our own mistakes."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        app(standalone_mode=True)
    except KeyboardInterrupt:
        typer.echo("interrupted", err=True)
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    run()
