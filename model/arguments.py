"""Arguments: the words that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case folder or workbook (.xlsx), or the name of one under inputs/.")]
RunsDir = Annotated[Path | None, typer.Option("--runs", metavar="DIR", help="Where runs go [default: runs/ beside inputs/].")]
RunsFrom = Annotated[Path | None, typer.Option("--runs", metavar="DIR", help="Where runs are [default: runs/ from here upwards].")]
RunName = Annotated[str | None, typer.Option("--run", metavar="NAME", help="Name of the run [default: case, scenario and time].")]
Force = Annotated[bool, typer.Option("--force", help="Replace a run of the same name.")]
ScenarioName = Annotated[str | None, typer.Option("--scenario", metavar="NAME", help="A scenario of the case (see `perheverkko "
                                                  "scenarios`), or the path of a YAML file [default: the case as it is].")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts instead of text.")]
ProvenGap = Annotated[float, typer.Option(min=0.0, max=1.0, help="Relative gap to prove: 0.005 = 0.5 %.")]
TimeLimit = Annotated[float, typer.Option(min=0.01, help="Seconds of solving, all levels together.")]
EachLimit = Annotated[float, typer.Option(min=0.01, help="Seconds of each solve.")]
Seed = Annotated[int, typer.Option(min=0, help="Seed of the solver.")]
Near = Annotated[bool, typer.Option("--near/--best", help="Where a solve begins from another plan: of plans within the gap look for the "
                                    "one nearest to that, so that what differs is due to what was changed, as far as the gap allows; or "
                                    "for the best.")]
ExplainLimit = Annotated[float, typer.Option(min=0.0, metavar="SECONDS", help="Seconds for saying what would make a plan possible, "
                                             "where there is none; 0 = only say that there is none.")]
