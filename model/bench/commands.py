"""Commands: what each benchmark takes from the command line, and the table of figures it gives.

cli.py makes a command of each and prints its table. What is heavy is imported when needed. Every function takes a Desk first and raises
Refusal where what was asked cannot be measured.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from model.arguments import CaseName, EachLimit, ProvenGap, RunsFrom
from model.bench.refusal import Refusal

if TYPE_CHECKING:
    import pandas as pd

COUNTY, SIX_DEMANDS = "pirkanmaa", "demand=0.7,0.75,0.8,0.85,0.9,0.95"


@dataclass(frozen=True)
class Desk:
    """What the command line does for a benchmark: case(name) gives a checked case, run(name, runs) a run read back, say(sentence) tells
    how far it is."""

    case: Callable
    run: Callable
    say: Callable


def county(desk: Desk, case: CaseName = COUNTY, repeat: Annotated[int, typer.Option(min=1, help="Runs of each; medians are printed.")] = 1,
           time_limit: EachLimit = 300.0) -> "pd.DataFrame":
    """A county complete: free and nearest assignment, check, and the hand-over against Pyomo's own interface."""
    from model.bench.county import county_figures

    return county_figures(desk.case(case), repeat, time_limit, desk.say)


def first_plan(desk: Desk, cases: Annotated[int, typer.Option(min=1, help="Number of seeded counties.")] = 50,
               first: Annotated[int, typer.Option(min=0, help="First seed.")] = 1,
               seconds: Annotated[float, typer.Option(min=1.0, help="Time limit of each.")] = 60.0) -> "pd.DataFrame":
    """Seconds to a first plan on seeded feasible counties of Pirkanmaa's size."""
    from model.bench.county import first_plans

    return first_plans(first, cases, seconds, desk.say)


def report(desk: Desk,
           name: Annotated[str | None, typer.Argument(metavar="RUN", help="A run folder or the name of a run [default: a seeded "
                                                      "county].")] = None,
           areas: Annotated[int, typer.Option(min=50, help="Areas of the seeded county.")] = 3000,
           seed: Annotated[int, typer.Option(min=0, help="Seed of the county.")] = 1, runs: RunsFrom = None) -> "pd.DataFrame":
    """Seconds and size of a report, and how fast its page answers in Chromium, beside the limits they are held to."""
    from model.bench.report import report_figures, seeded_run

    found = desk.run(name, runs).folder if name else None
    with tempfile.TemporaryDirectory(prefix="perheverkko-") as folder:
        run = found or seeded_run(areas, seed, Path(folder) / "seeded")
        return report_figures(run, Path(folder) / "out", desk.say)


def infeasible(desk: Desk, case: CaseName = COUNTY,
               seconds: Annotated[float, typer.Option("--seconds", "--time-limit", min=1.0, help="Seconds of explaining each.")] = 60.0,
               cause: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only this cause (may be repeated) [default: all that "
                                                               "suit the case].")] = None) -> "pd.DataFrame":
    """A case harmed in one place so that it has no plan, in many ways: what is named each time, and in how many seconds."""
    from model.bench.infeasible import infeasible_table

    return infeasible_table(desk.case(case), seconds, desk.say, cause or ())


def starts(desk: Desk, case: CaseName = COUNTY,
           scenarios: Annotated[str | None, typer.Option(metavar="NAME,NAME", help="Scenarios [default: the first six that build on no "
                                                         "other].")] = None,
           base: Annotated[str | None, typer.Option(metavar="RUN", help="A run of the base to start from [default: it is solved "
                                                    "first].")] = None,
           gap: ProvenGap = 0.01, time_limit: EachLimit = 600.0) -> "pd.DataFrame":
    """Scenarios solved with a start from the base's plan and without, in turn: the ratio of the seconds they take."""
    from model.bench.starts import starts_table
    from model.folders import find_case

    desk.case(case)
    names = [name.strip() for name in (scenarios or "").split(",") if name.strip()]
    return starts_table(find_case(case), names, gap, time_limit, desk.say, desk.run(base).folder if base else None)


def sweep(desk: Desk, case: CaseName = COUNTY,
          scenarios: Annotated[str | None, typer.Option(metavar="NAME,NAME|all", help="Scenarios [default: base].")] = None,
          grid: Annotated[list[str] | None, typer.Option(metavar="AXIS=FACTOR,...", help="Multiples, as for `perheverkko sweep` [default: "
                                                         f"{SIX_DEMANDS}].")] = None,
          workers: Annotated[int, typer.Option(min=2, help="Dask workers, each a process of one solve at a time.")] = 3,
          kills: Annotated[int, typer.Option(min=0, help="Workers killed in the middle of a run.")] = 2,
          gap: ProvenGap = 0.01, time_limit: EachLimit = 300.0) -> "pd.DataFrame":
    """A sweep on a Dask scheduler and workers in processes of their own, workers killed meanwhile: what is lost or solved twice."""
    from model.bench.sweep import sweep_figures
    from model.flow import Options
    from model.folders import find_case
    from model.sweeping.cluster import NoCluster
    from model.sweeping.start import Refused, Words, asked

    words = Words(scenarios, grid or ([SIX_DEMANDS] if scenarios is None else ()))
    try:
        ask = asked(desk.case(case), find_case(case), words, Options(gap, time_limit))
        with tempfile.TemporaryDirectory(prefix="perheverkko-") as place:
            return sweep_figures(ask, Path(place), workers, kills, desk.say)
    except (Refused, NoCluster) as error:
        raise Refusal(str(error)) from None


def stability(desk: Desk, case: CaseName = COUNTY,
              minutes: Annotated[float, typer.Option(min=0.1, help="Minutes of each of the two solves.")] = 5.0,
              growth: Annotated[float, typer.Option(min=-0.5, max=1.0, help="How much all demand grows: 0.01 = 1 %.")] = 0.01,
              gap: ProvenGap = 0.001,
              base: Annotated[str | None, typer.Option(metavar="RUN", help="A run of the case to begin with [default: it is solved "
                                                       "first].")] = None,
              anew: Annotated[bool, typer.Option("--anew", help="The second solve starts from nothing, not from the first plan.")] = False,
              tolerance: Annotated[float | None, typer.Option(min=0.0, max=1.0, help="Share of the first level that later ones may give up "
                                                              "to stay near today's network [default: as the case says].")] = None,
              ) -> "pd.DataFrame":
    """How many services move to other sites or modes when all demand grows by 1 %."""
    from model.bench.stability import stability_table

    return stability_table(desk.case(case), 60 * minutes, desk.say, growth, gap, not anew, tolerance,
                           desk.run(base).folder if base else None)


def fairness(desk: Desk, case: CaseName = COUNTY, minutes: Annotated[float, typer.Option(min=0.1, help="Minutes of each solve.")] = 3.0,
             gap: ProvenGap = 0.005) -> "pd.DataFrame":
    """Mean, longest and worst-off trips when the plan seeks the least travel, the best worst-off tenth, and so on."""
    from model.bench.fairness import fairness_table

    return fairness_table(desk.case(case), 60 * minutes, desk.say, gap)


def features(desk: Desk, case: CaseName = COUNTY, gap: ProvenGap = 0.01, time_limit: EachLimit = 600.0) -> "pd.DataFrame":
    """What each feature that the case uses costs: seconds to the proven gap with all of it, then without one at a time."""
    from model.bench.features import features_table

    return features_table(desk.case(case), gap, time_limit, desk.say)


def published(desk: Desk,
              names: Annotated[list[str] | None, typer.Argument(help="Instances [default: a small selection].")] = None) -> "pd.DataFrame":
    """Published location instances through the same model, against their known optimum."""
    from model.bench.published import published_table

    return published_table(names or None)


def deadlines(desk: Desk, cases: Annotated[int, typer.Option(min=1000, help="Simulated cases of each row.")] = 1_000_000,
              seed: Annotated[int, typer.Option(min=0, help="Seed of the simulation.")] = 1) -> "pd.DataFrame":
    """Share of cases within the deadline by Erlang C, against a simulation with a working calendar and uneven case hours."""
    from model.deadlines.agreement import deadline_agreement

    return deadline_agreement(cases, seed)


EXAMPLES = {
    county: "pirkanmaa --repeat 3",
    first_plan: "--cases 50",
    report: "my-plan",
    infeasible: "pirkanmaa --seconds 300 --cause budget --cause closed_site",
    starts: "pirkanmaa --gap 0.01",
    sweep: "pirkanmaa --grid demand=0.9,1.1 --workers 3 --kills 2",
    stability: "pirkanmaa --minutes 5",
    fairness: "pirkanmaa --minutes 3",
    features: "pirkanmaa --gap 0.01",
    published: "pmed1 cap41",
    deadlines: "--cases 200000",
}
