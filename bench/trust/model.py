"""An index against a simple model of it: whatever people do, in any order, it holds what it should, and readers keep what they opened.

python -m bench.trust.model                       # 300 sequences of up to 40 steps
python -m bench.trust.model --examples 20 --steps 25

Every step is chosen at random: reports written, spoiled, copied, renamed, removed; rows of sidecars; whole folders; builds of all, some, or with folders
removed, rebuilt, without token vectors, interrupted, cancelled; files of the index damaged; readers that stay. A sequence that breaks the promise is made
as short as can be and printed as a program.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bench.trust.model_machine import IndexMachine


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """What was done: sequences, steps in them, builds (of which some were refused or interrupted), repairs of damage, and readers that stayed."""

    sequences: int
    steps: int
    builds: int
    refused: int
    interrupted: int
    repairs: int
    readers: int


def run_model(examples: int, steps: int, *, repeatable: bool = False) -> ModelFigures:
    """Run sequences of random steps.

    Args:
        examples: How many sequences.
        steps: Most steps of one.
        repeatable: Whether the same sequences are run every time.

    Raises:
        AssertionError: An index and its model disagree; the steps that lead there are in its notes.
    """
    IndexMachine.done.clear()
    run_state_machine_as_test(
        IndexMachine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=repeatable,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        ),
    )
    done = IndexMachine.done
    return ModelFigures(
        done["examples"],
        done["steps"],
        done["builds"],
        done["refused"],
        done["interrupted"],
        done["repairs"],
        done["readers"],
    )


def main() -> int:
    """Print how many sequences were run; a disagreement is printed with the steps that lead to it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=300, help="sequences to run")
    parser.add_argument("--steps", type=int, default=40, help="most steps of one")
    options = parser.parse_args()
    began = time.monotonic()
    try:
        figures = run_model(options.examples, options.steps)
    except Exception:  # whatever a build raises that the model does not expect breaks the promise
        traceback.print_exc(file=sys.stdout)
        sys.stdout.write("model: the index and the model disagree\n")
        return 1
    sys.stdout.write(
        f"model: {figures.sequences:,} sequences of {figures.steps:,} steps: {figures.builds:,} builds, of which {figures.refused:,} were refused and "
        f"{figures.interrupted:,} interrupted, {figures.repairs:,} repairs, {figures.readers:,} readers that stayed; no disagreement in "
        f"{time.monotonic() - began:.0f} s\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
