"""Commands of perheverkko: parse, call one function of model/, print, exit code. What is heavy is imported when needed."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

FINE, OUR_FAULT, BAD_INPUT, INFEASIBLE, NO_PLAN, INTERRUPTED = 0, 1, 2, 3, 4, 130
EXIT = {"optimal": FINE, "feasible": FINE, "today": FINE, "infeasible": INFEASIBLE, "no_plan": NO_PLAN, "interrupted": INTERRUPTED,
        "crashed": OUR_FAULT, "audit_failed": OUR_FAULT}

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="markdown",
                  help="Where each family service should be, on which days and with whom.\n\n"
                       "Exit codes: 0 fine, 1 our fault, 2 usage or bad input, 3 infeasible, 4 no plan within the time limit, "
                       "130 interrupted.")

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case folder, or the name of one under inputs/.")]
RunsDir = Annotated[Path | None, typer.Option("--runs", metavar="DIR", help="Where runs go [default: runs/ beside inputs/].")]
RunName = Annotated[str | None, typer.Option("--run", metavar="NAME", help="Name of the run [default: case, scenario and time].")]
Force = Annotated[bool, typer.Option("--force", help="Replace a run of the same name.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts instead of text.")]


@app.command(epilog="Example: perheverkko check pirkanmaa")
def check(case: CaseName, as_json: Json = False) -> None:
    """List every problem of a case at once, with arithmetic screens that need no solver."""
    checked = _read(case)
    if as_json:
        typer.echo(json.dumps({"problems": [_problem(problem) for problem in checked.problems],
                               "waiting": list(checked.waiting)}, ensure_ascii=False, indent=1))
    else:
        _say_problems(checked, sys.stdout)
        if checked.case is not None:
            found = checked.case
            typer.echo(f"{found.name}: {len(found.areas)} areas, {len(found.services)} services, {len(found.sites)} sites; "
                       f"{found.figures:,} figures, {found.assumptions:,} of them assumptions. No errors, "
                       f"{len(checked.warnings)} warnings.")
    raise typer.Exit(FINE if checked.case is not None else BAD_INPUT)


@app.command(epilog="Example: perheverkko solve pirkanmaa --gap 0.01 --time-limit 120 --run my-plan")
def solve(
    case: CaseName, run: RunName = None, runs: RunsDir = None, force: Force = False, as_json: Json = False,
    gap: Annotated[float, typer.Option(min=0.0, max=1.0, help="Relative gap to prove: 0.005 = 0.5 %.")] = 0.005,
    time_limit: Annotated[float, typer.Option(min=0.01, help="Seconds of solving, all levels together.")] = 300.0,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the solver.")] = 1,
) -> None:
    """Find the best plan of a case, audit it and write its run folder. Ctrl-C keeps the best plan so far."""
    from model.flow import Options
    from model.flow import solve as solve_case

    found = _case(case)
    folder = _run_folder(found, run, runs, force)
    with LiveLine() as line:
        report = solve_case(found, Options(gap, time_limit, seed), line.show)
    _finish(report, folder, force, as_json)


@app.command(epilog="Example: perheverkko evaluate pirkanmaa")
def evaluate(case: CaseName, run: RunName = None, runs: RunsDir = None, force: Force = False, as_json: Json = False) -> None:
    """Measure today's network by the same yardstick as a plan, and say which rules it breaks and by how much."""
    from model.flow import evaluate as evaluate_case

    found = _case(case)
    folder = _run_folder(found, run or None, runs, force, suffix="today")
    _finish(evaluate_case(found), folder, force, as_json)


@app.command(epilog="Example: perheverkko model pirkanmaa --lp pirkanmaa.lp")
def model(
    case: CaseName, as_json: Json = False,
    lp: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the whole model as an LP file.")] = None,
    rule: Annotated[str | None, typer.Option(metavar="RULE", help="Print the rows of one rule.")] = None,
) -> None:
    """Build the model without solving it: count its rows and columns, print a rule, write it as LP."""
    from model.formulation.inspect import counts, rule_lines, write_lp

    found = _case(case)
    if lp:
        if not lp.resolve().parent.is_dir():
            _refuse(f"there is no folder {lp.resolve().parent} to write {lp.name} into")
        write_lp(found, lp)
        typer.echo(f"written to {lp}")
    elif rule:
        try:
            for text in rule_lines(found, rule):
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
    time_limit: Annotated[float, typer.Option(min=1.0, help="Seconds of each solve.")] = 300.0,
) -> None:
    """A county complete: free and nearest assignment, check, and the hand-over against Pyomo's own interface."""
    from model.bench.county import county_figures

    _print_figures(county_figures(_case(case), repeat, time_limit, lambda text: typer.echo(text, err=True)), as_json)


@bench.command("first-plan", epilog="Example: perheverkko bench first-plan --cases 50")
def bench_first_plan(
    as_json: Json = False,
    cases: Annotated[int, typer.Option(min=1, help="Number of seeded counties.")] = 50,
    first: Annotated[int, typer.Option(min=0, help="First seed.")] = 1,
    seconds: Annotated[float, typer.Option(min=1.0, help="Time limit of each.")] = 60.0,
) -> None:
    """Seconds to a first plan on seeded feasible counties of Pirkanmaa's size."""
    from model.bench.county import first_plans

    _print_figures(first_plans(first, cases, seconds, lambda text: typer.echo(text, err=True)), as_json)


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


def _standing(level: int, plan: float, bound: float) -> str:
    """Best plan, bound and gap in words."""
    unit = " h/year" if level == 0 else ""
    best = f"plan {plan:,.0f}{unit}" if plan < float("inf") else "no plan yet"
    if bound == float("-inf"):
        return best
    gap = max(plan - bound, 0.0)
    known = f", gap {100 * gap / max(abs(plan), 1e-9):.2f} % = {gap:,.0f}{unit}" if plan < float("inf") else ""
    return f"{best}, bound {bound:,.0f}{known}"


def _read(case: str):
    """Find, read and check a case."""
    from model.flow import check as check_case
    from model.folders import NotFound, find_case

    try:
        return check_case(find_case(case))
    except NotFound as error:
        _refuse(str(error))


def _case(case: str):
    """A case without errors, or exit 2 after naming every problem."""
    checked = _read(case)
    if checked.case is None:
        _say_problems(checked, sys.stderr)
        raise typer.Exit(BAD_INPUT)
    return checked.case


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
    if folder.exists() and not force:
        _refuse(f"there is already a run {folder}. Choose another --run NAME, or --force to replace it")
    return folder


def _finish(report, folder: Path, force: bool, as_json: bool) -> None:
    """Write the run, show its page and leave with its exit code."""
    from model.flow import write
    from model.publish.terminal import short_table

    try:
        folder = write(report, folder, force)
    except OSError as error:
        _refuse(str(error))
    if as_json:
        from model.publish.run_folder import plain

        typer.echo(json.dumps({**plain(report.run), "folder": str(folder)}, ensure_ascii=False, indent=1))
    else:
        typer.echo(short_table(report.run, report.tables))
        typer.echo(f"files: {folder} (start with summary.md)")
    raise typer.Exit(EXIT[report.status])


def _print_figures(table, as_json: bool) -> None:
    typer.echo(table.to_json(orient="records") if as_json else table.to_string(index=False))


def _refuse(sentence: str) -> None:
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
