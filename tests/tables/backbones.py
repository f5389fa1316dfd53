"""The table of every backbone: python -m tests.tables.backbones [GROUP or NAME ...] prints it as Markdown."""

import sys
import time
import warnings

from tests.tables.cases import GROUPS
from tests.tables.proof import COLUMNS, Verdict, prove


def main(asked: list[str]) -> int:
    """Prove the asked groups or names, all of them where nothing is asked; the exit code is 1 if something fails."""
    warnings.simplefilter("ignore")
    from transformers import logging

    logging.set_verbosity_error()
    cases = [
        case
        for group, make in GROUPS.items()
        for case in make()
        if not asked or group in asked or case.name in asked
    ]
    print(f"| group | network | parameters | middle | {' | '.join(COLUMNS)} | difference | CPU s |")
    print("|" + " --- |" * (len(COLUMNS) + 6), flush=True)
    failed: list[Verdict] = []
    for case in cases:
        start = time.process_time()
        verdict = prove(case)
        marks = " | ".join("no" if verdict.held[name] else "yes" for name in COLUMNS)
        print(
            f"| {case.group} | {case.name} | {verdict.parameters:,} | {verdict.middle} | {marks} | "
            f"{verdict.difference:.1g} | {time.process_time() - start:.1f} |",
            flush=True,
        )
        failed += [verdict] if verdict.failures else []
    print(f"\n{len(cases) - len(failed)} of {len(cases)} networks hold everything.")
    for verdict in failed:
        print(f"- {verdict.case.name}: " + "; ".join(verdict.failures))
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
