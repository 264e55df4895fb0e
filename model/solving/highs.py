"""HiGHS: the only module that knows the solver. One fresh solver object for each solve, one thread, a fixed seed.

A reused object keeps its old incumbent and misspelt options are refused here, not ignored.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import highspy
import numpy as np
from scipy.sparse import csr_matrix, vstack

FEASIBILITY = 1e-7


@dataclass(frozen=True)
class Program:
    """min cost . x + constant subject to row_lower <= A x <= row_upper, lower <= x <= upper, x[integer] whole."""

    A: csr_matrix
    row_lower: np.ndarray
    row_upper: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    cost: np.ndarray
    constant: float
    integer: np.ndarray

    def with_rows(self, A: csr_matrix, upper: np.ndarray) -> Program:
        """The program with rows A x <= upper added."""
        if not A.shape[0]:
            return self
        return replace(self, A=vstack([self.A, A], format="csr"), row_upper=np.append(self.row_upper, upper),
                       row_lower=np.append(self.row_lower, np.full(A.shape[0], -np.inf)))

    def bounded(self, columns: np.ndarray, lower, upper) -> Program:
        """The program with other bounds on some columns."""
        low, high = self.lower.copy(), self.upper.copy()
        low[columns], high[columns] = lower, upper
        return replace(self, lower=low, upper=high)


@dataclass(frozen=True)
class Solved:
    """status: optimal, infeasible, stopped (limit or interrupt) or failed. x: None without a solution. bound: proven lower
    bound (-inf if none). duals: row duals of a linear program, else None."""

    status: str
    x: np.ndarray | None
    objective: float
    bound: float
    duals: np.ndarray | None = None


STATUS = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnboundedOrInfeasible: "infeasible",
    highspy.HighsModelStatus.kTimeLimit: "stopped",
    highspy.HighsModelStatus.kInterrupt: "stopped",
    highspy.HighsModelStatus.kObjectiveBound: "stopped",
    highspy.HighsModelStatus.kSolutionLimit: "stopped",
    highspy.HighsModelStatus.kModelEmpty: "optimal",
}


def _pass(solver: highspy.Highs, program: Program, relax: bool) -> None:
    """One hand-over of the whole program."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.cost), program.A.shape[0]
    lp.col_cost_, lp.offset_ = program.cost, program.constant
    lp.col_lower_, lp.col_upper_ = program.lower, program.upper
    lp.row_lower_, lp.row_upper_ = program.row_lower, program.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = program.A.indptr, program.A.indices, program.A.data
    if not relax and program.integer.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[whole] for whole in program.integer.astype(int).tolist()]
    if solver.passModel(lp) == highspy.HighsStatus.kError:
        raise RuntimeError("HiGHS refused the model")


def _solver(options: dict) -> highspy.Highs:
    solver = highspy.Highs()
    for name, value in {"output_flag": False, "threads": 1, **options}.items():
        if solver.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            raise ValueError(f"HiGHS does not know the option {name} = {value}")
    return solver


class LinearProgram:
    """A linear relaxation that grows by rows and is solved again from its last basis (dual simplex)."""

    def __init__(self, program: Program, seed: int = 0):
        self.solver = _solver({"random_seed": seed})
        _pass(self.solver, program, relax=True)

    def add_rows(self, A: csr_matrix, upper: np.ndarray) -> None:
        """Add rows A x <= upper."""
        if A.shape[0]:
            self.solver.addRows(A.shape[0], np.full(A.shape[0], -highspy.kHighsInf), upper, A.nnz, A.indptr.astype(np.int32),
                                A.indices.astype(np.int32), A.data)

    def change(self, lower: np.ndarray, upper: np.ndarray, cost: np.ndarray) -> None:
        """Other bounds and costs of all columns."""
        columns = np.arange(len(cost), dtype=np.int32)
        self.solver.changeColsBounds(len(cost), columns, lower, upper)
        self.solver.changeColsCost(len(cost), columns, cost)

    def solve(self, seconds: float) -> Solved:
        """Solve for at most so many seconds more."""
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + max(seconds, 0.01))
        self.solver.run()
        status = STATUS.get(self.solver.getModelStatus(), "failed")
        if status != "optimal":
            return Solved(status, None, np.inf, -np.inf)
        solution, value = self.solver.getSolution(), self.solver.getInfo().objective_function_value
        return Solved(status, np.asarray(solution.col_value), value, value, np.asarray(solution.row_dual))


def solve_mip(program: Program, seconds: float, gap: float, seed: int = 0, start: np.ndarray | None = None,
              on_plan: Callable[[np.ndarray, float], None] | None = None, on_bound: Callable[[float], None] | None = None,
              stop: Callable[[], bool] | None = None, cutoff: float | None = None, log_file: str | None = None,
              options: dict | None = None) -> Solved:
    """Solve a mixed-integer program.

    on_plan(x, objective) hears of each better plan, on_bound(bound) of the bound about once a second; stop() true ends the
    solve and keeps its best plan. cutoff: plans not better than this are of no use.
    """
    settings = {"time_limit": max(seconds, 0.01), "mip_rel_gap": gap, "random_seed": seed, "mip_feasibility_tolerance": 1e-6,
                "primal_feasibility_tolerance": FEASIBILITY, **(options or {})}
    if cutoff is not None:
        settings["objective_bound"] = cutoff
    if log_file:
        settings |= {"output_flag": True, "log_to_console": False, "log_file": log_file}
    solver = _solver(settings)
    _pass(solver, program, relax=False)
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value, solution.value_valid = start.tolist(), True
        solver.setSolution(solution)
    _listen(solver, on_plan, on_bound, stop)
    solver.run()
    status, info = STATUS.get(solver.getModelStatus(), "failed"), solver.getInfo()
    has_plan = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    x = np.asarray(solver.getSolution().col_value) if has_plan else None
    if not program.integer.any():
        bound = info.objective_function_value if status == "optimal" else -np.inf
    else:
        bound = info.mip_dual_bound
    return Solved(status, x, info.objective_function_value if has_plan else np.inf, bound)


def _listen(solver: highspy.Highs, on_plan, on_bound, stop) -> None:
    """Attach callbacks. `last` spares the reader of the bound a message for every node."""
    last = [0.0]

    def improved(event) -> None:
        on_plan(np.array(event.data_out.mip_solution), event.data_out.objective_function_value)

    def logged(event) -> None:
        on_bound(event.data_out.mip_dual_bound)

    def asked(event) -> None:
        now = time.monotonic()
        if now - last[0] > 0.2:
            last[0] = now
            if stop():
                event.interrupt()

    if on_plan:
        solver.cbMipImprovingSolution += improved
    if on_bound:
        solver.cbMipLogging += logged
    if stop:
        solver.cbMipInterrupt += asked
