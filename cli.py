"""Commands of perheverkko: parse, call one function of model/, print, exit code. What is heavy is imported when needed."""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

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

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case folder or workbook (.xlsx), or the name of one under inputs/.")]
RunsDir = Annotated[Path | None, typer.Option("--runs", metavar="DIR", help="Where runs go [default: runs/ beside inputs/].")]
RunName = Annotated[str | None, typer.Option("--run", metavar="NAME", help="Name of the run [default: case, scenario and time].")]
Force = Annotated[bool, typer.Option("--force", help="Replace a run of the same name.")]
ScenarioName = Annotated[str | None, typer.Option("--scenario", metavar="NAME", help="A scenario of the case (see `perheverkko "
                                                  "scenarios`), or the path of a YAML file [default: the case as it is].")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts instead of text.")]
ProvenGap = Annotated[float, typer.Option(min=0.0, max=1.0, help="Relative gap to prove.")]
EachLimit = Annotated[float, typer.Option(min=1.0, help="Seconds of each solve.")]
Near = Annotated[bool, typer.Option("--near/--best", help="Where a solve begins from another plan: of plans within the gap look for the "
                                    "one nearest to that, so that what differs is due to what was changed; or for the best.")]
ExplainLimit = Annotated[float, typer.Option(min=0.0, metavar="SECONDS", help="Seconds for saying what would make a plan possible, "
                                             "where there is none; 0 = only say that there is none.")]


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
    gap: Annotated[float, typer.Option(min=0.0, max=1.0, help="Relative gap to prove: 0.005 = 0.5 %.")] = 0.005,
    time_limit: Annotated[float, typer.Option(min=0.01, help="Seconds of solving, all levels together.")] = 300.0,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the solver.")] = 1,
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
    gap: Annotated[float, typer.Option(min=0.0, max=1.0, help="Relative gap to prove: 0.005 = 0.5 %.")] = 0.005,
    time_limit: Annotated[float, typer.Option(min=0.01, help="Seconds of each solve.")] = 300.0,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the solver.")] = 1,
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
    runs: Annotated[Path | None, typer.Option("--runs", metavar="DIR", help="Where runs are [default: runs/ from here upwards].")] = None,
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
    runs: Annotated[Path | None, typer.Option("--runs", metavar="DIR", help="Where runs are [default: runs/ from here upwards].")] = None,
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
    runs: Annotated[Path | None, typer.Option("--runs", metavar="DIR", help="Where runs are [default: runs/ from here upwards].")] = None,
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
    runs: Annotated[Path | None, typer.Option("--runs", metavar="DIR", help="Where runs are [default: runs/ from here upwards].")] = None,
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


@bench.command("county", epilog="Example: perheverkko bench county pirkanmaa --repeat 3")
def bench_county(
    case: CaseName = "pirkanmaa", as_json: Json = False,
    repeat: Annotated[int, typer.Option(min=1, help="Runs of each; medians are printed.")] = 1,
    time_limit: EachLimit = 300.0,
) -> None:
    """A county complete: free and nearest assignment, check, and the hand-over against Pyomo's own interface."""
    from model.bench.county import county_figures

    _print_figures(county_figures(_case(case).case, repeat, time_limit, _note), as_json)


@bench.command("first-plan", epilog="Example: perheverkko bench first-plan --cases 50")
def bench_first_plan(
    as_json: Json = False,
    cases: Annotated[int, typer.Option(min=1, help="Number of seeded counties.")] = 50,
    first: Annotated[int, typer.Option(min=0, help="First seed.")] = 1,
    seconds: Annotated[float, typer.Option(min=1.0, help="Time limit of each.")] = 60.0,
) -> None:
    """Seconds to a first plan on seeded feasible counties of Pirkanmaa's size."""
    from model.bench.county import first_plans

    _print_figures(first_plans(first, cases, seconds, _note), as_json)


@bench.command("report", epilog="Example: perheverkko bench report my-plan")
def bench_report(
    name: Annotated[str | None, typer.Argument(metavar="RUN", help="A run folder or the name of a run [default: a seeded county].")] = None,
    as_json: Json = False,
    areas: Annotated[int, typer.Option(min=50, help="Areas of the seeded county.")] = 3000,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the county.")] = 1,
    runs: Annotated[Path | None, typer.Option("--runs", metavar="DIR", help="Where runs are [default: runs/ from here upwards].")] = None,
) -> None:
    """Seconds and size of a report, and how fast its page answers in Chromium, beside the limits they are held to."""
    import tempfile

    from model.bench.report import report_figures, seeded_run

    found = _runs([name], runs)[0].folder if name else None
    with tempfile.TemporaryDirectory() as folder:
        run = found or seeded_run(areas, seed, Path(folder) / "seeded")
        _print_figures(report_figures(run, Path(folder) / "out", _note), as_json)


@bench.command("infeasible", epilog="Example: perheverkko bench infeasible pirkanmaa --seconds 300 --cause budget --cause closed_site")
def bench_infeasible(
    case: CaseName = "pirkanmaa", as_json: Json = False,
    seconds: Annotated[float, typer.Option("--seconds", "--time-limit", min=1.0, help="Seconds of explaining each.")] = 60.0,
    cause: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only this cause (may be repeated) [default: all that suit the "
                                                    "case].")] = None,
) -> None:
    """A case harmed in one place so that it has no plan, in many ways: what is named each time, and in how many seconds."""
    from model.bench.infeasible import UnknownCause, infeasible_table

    try:
        table = infeasible_table(_case(case).case, seconds, _note, cause or ())
    except UnknownCause as error:
        _refuse(str(error))
    _print_figures(table, as_json)


@bench.command("starts", epilog="Example: perheverkko bench starts pirkanmaa --gap 0.01")
def bench_starts(
    case: CaseName = "pirkanmaa", as_json: Json = False,
    scenarios: Annotated[str | None, typer.Option(metavar="NAME,NAME", help="Scenarios [default: the first six that build on no "
                                                  "other].")] = None,
    base: Annotated[str | None, typer.Option(metavar="RUN", help="A run of the base to start from [default: it is solved first].")] = None,
    gap: ProvenGap = 0.01,
    time_limit: EachLimit = 600.0,
) -> None:
    """Scenarios solved with a start from the base's plan and without, in turn: the ratio of the seconds they take."""
    from model.bench.starts import starts_table
    from model.folders import find_case

    _case(case)
    names = [name.strip() for name in (scenarios or "").split(",") if name.strip()]
    folder = _runs([base], None)[0].folder if base else None
    try:
        table = starts_table(find_case(case), names, gap, time_limit, _note, folder)
    except ValueError as error:
        _refuse(str(error))
    _print_figures(table, as_json)


@bench.command("sweep", epilog="Example: perheverkko bench sweep pirkanmaa --grid demand=0.9,1.1 --workers 3 --kills 2")
def bench_sweep(
    case: CaseName = "pirkanmaa", as_json: Json = False,
    scenarios: Annotated[str | None, typer.Option(metavar="NAME,NAME|all", help="Scenarios [default: base].")] = None,
    grid: Annotated[list[str] | None, typer.Option(metavar="AXIS=FACTOR,...", help="Multiples, as for `perheverkko sweep` [default: "
                                                   "demand=0.7,0.75,0.8,0.85,0.9,0.95].")] = None,
    workers: Annotated[int, typer.Option(min=2, help="Dask workers, each a process of one solve at a time.")] = 3,
    kills: Annotated[int, typer.Option(min=0, help="Workers killed in the middle of a run.")] = 2,
    gap: ProvenGap = 0.01,
    time_limit: EachLimit = 300.0,
) -> None:
    """A sweep on a Dask scheduler and workers in processes of their own, workers killed meanwhile: what is lost or solved twice."""
    import tempfile

    from model.bench.sweep import sweep_figures
    from model.flow import Options
    from model.folders import find_case
    from model.sweeping.cluster import NoCluster
    from model.sweeping.start import Refused, Words, asked

    found = _case(case).case
    try:
        words = Words(scenarios, grid or (["demand=0.7,0.75,0.8,0.85,0.9,0.95"] if scenarios is None else ()))
        ask = asked(found, find_case(case), words, Options(gap, time_limit))
        with tempfile.TemporaryDirectory(prefix="perheverkko-") as place:
            table = sweep_figures(ask, Path(place), workers, kills, _note)
    except (Refused, NoCluster, ValueError) as error:
        _refuse(str(error))
    _print_figures(table, as_json)


@bench.command("stability", epilog="Example: perheverkko bench stability pirkanmaa --minutes 5")
def bench_stability(
    case: CaseName = "pirkanmaa", as_json: Json = False,
    minutes: Annotated[float, typer.Option(min=0.1, help="Minutes of each of the two solves.")] = 5.0,
    growth: Annotated[float, typer.Option(min=-0.5, max=1.0, help="How much all demand grows: 0.01 = 1 %.")] = 0.01,
    gap: ProvenGap = 0.001,
    base: Annotated[str | None, typer.Option(metavar="RUN", help="A run of the case to begin with [default: it is solved first].")] = None,
    anew: Annotated[bool, typer.Option("--anew", help="The second solve starts from nothing, not from the first plan.")] = False,
    tolerance: Annotated[float | None, typer.Option(min=0.0, max=1.0, help="Share of the first level that later ones may give up to stay "
                                                    "near today's network [default: as the case says].")] = None,
) -> None:
    """How many services move to other sites or modes when all demand grows by 1 %."""
    from model.bench.stability import stability_table

    found, folder = _case(case).case, _runs([base], None)[0].folder if base else None
    try:
        table = stability_table(found, 60 * minutes, _note, growth, gap, not anew, tolerance, folder)
    except ValueError as error:
        _refuse(str(error))
    _print_figures(table, as_json)


@bench.command("fairness", epilog="Example: perheverkko bench fairness pirkanmaa --minutes 3")
def bench_fairness(
    case: CaseName = "pirkanmaa", as_json: Json = False,
    minutes: Annotated[float, typer.Option(min=0.1, help="Minutes of each solve.")] = 3.0,
    gap: ProvenGap = 0.005,
) -> None:
    """Mean, longest and worst-off trips when the plan seeks the least travel, the best worst-off tenth, and so on."""
    from model.bench.fairness import fairness_table

    _print_figures(fairness_table(_case(case).case, 60 * minutes, _note, gap), as_json)


@bench.command("features", epilog="Example: perheverkko bench features pirkanmaa --gap 0.01")
def bench_features(
    case: CaseName = "pirkanmaa", as_json: Json = False,
    gap: ProvenGap = 0.01,
    time_limit: EachLimit = 600.0,
) -> None:
    """What each feature that the case uses costs: seconds to the proven gap with all of it, then without one at a time."""
    from model.bench.features import features_table

    _print_figures(features_table(_case(case).case, gap, time_limit, _note), as_json)


@bench.command("published", epilog="Example: perheverkko bench published pmed1 cap41")
def bench_published(names: Annotated[list[str] | None, typer.Argument(help="Instances [default: a small selection].")] = None,
                    as_json: Json = False) -> None:
    """Published location instances through the same model, against their known optimum."""
    from model.bench.published import published_table

    _print_figures(published_table(names or None), as_json)


@bench.command("deadlines", epilog="Example: perheverkko bench deadlines --cases 200000")
def bench_deadlines(
    as_json: Json = False,
    cases: Annotated[int, typer.Option(min=1000, help="Simulated cases of each row.")] = 1_000_000,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the simulation.")] = 1,
) -> None:
    """Share of cases within the deadline by Erlang C, against a simulation with a working calendar and uneven case hours."""
    from model.deadlines.agreement import deadline_agreement

    _print_figures(deadline_agreement(cases, seed), as_json)


class LiveLine:
    """One line on standard error that follows a solve; a line every ten seconds where it is no terminal."""

    def __enter__(self):
        self.last, self.shown, self.best, self.tty = -1e9, False, {}, sys.stderr.isatty()
        return self

    def __exit__(self, *_):
        if self.shown and self.tty:
            typer.echo("", err=True)

    def show(self, progress) -> None:
        """Show a Progress: best plan, bound and gap in per cent and in family hours a year (first level)."""
        plan, bound = self.best.get(progress.level, (float("inf"), float("-inf")))
        plan, bound = min(plan, progress.objective), max(bound, progress.bound)
        self.best[progress.level] = plan, bound
        if not self.tty and progress.seconds - self.last < 10:
            return
        self.last, self.shown = progress.seconds, True
        text = f"{progress.seconds:5.0f} s  level {progress.level + 1}, {progress.step}: {_standing(progress.level, plan, bound)}"
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


def _standing(level: int, plan: float, bound: float) -> str:
    """Best plan, bound and gap in words."""
    unit = " h/year" if level == 0 else ""
    best = f"plan {plan:,.0f}{unit}" if plan < float("inf") else "no plan yet"
    if bound == float("-inf"):
        return best
    gap = max(plan - bound, 0.0)
    known = f", gap {100 * gap / max(abs(plan), 1e-9):.2f} % = {gap:,.0f}{unit}" if plan < float("inf") else ""
    return f"{best}, bound {bound:,.0f}{known}"


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


def _print_figures(table, as_json: bool) -> None:
    typer.echo(table.to_json(orient="records") if as_json else table.to_string(index=False))


def _note(sentence: str) -> None:
    """Say how far a long command is."""
    typer.echo(sentence, err=True)


def _refuse(*sentences: str) -> None:
    for sentence in sentences:
        typer.echo(f"perheverkko: {sentence}{'' if sentence.endswith(('.', '?')) else '.'}", err=True)
    raise typer.Exit(BAD_INPUT)


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
