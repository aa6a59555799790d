"""Where the time of a server goes, by py-spy, when it is there."""

import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.contestants import RIVALS, ROOT

FOLDER = ROOT / "var" / "bench"
ENDED = 20
PASSED = 60


class NoProfiler(Exception):
    """py-spy is not there."""

    def __init__(self) -> None:
        super().__init__("no profile: py-spy is neither in .venv-bench nor on the PATH")


@contextmanager
def profiled(pid: int, name: str, seconds: float) -> Iterator[Path]:
    """Sample a process while the block runs, at most so many seconds, into a file of stacks.

    Raises ``NoProfiler``.
    """
    py_spy = shutil.which("py-spy", path=str(RIVALS)) or shutil.which("py-spy")
    if py_spy is None:
        raise NoProfiler
    FOLDER.mkdir(parents=True, exist_ok=True)
    stacks = FOLDER / f"{name}.stacks"
    limits = ("--duration", f"{seconds:.0f}", "--rate", "250", "--nonblocking", "--function")
    sampler = subprocess.Popen(
        [py_spy, "record", "--pid", str(pid), *limits, "--format", "raw", "--output", str(stacks)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield stacks
        sampler.wait(seconds + 30)
    finally:
        if sampler.poll() is None:
            sampler.kill()
            sampler.wait()


def heaviest(stacks: Path) -> str:
    """The functions in which most samples ended, then those through which most passed, in percent of all."""
    ended: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    for line in stacks.read_text().splitlines():
        stack, _, count = line.rpartition(" ")
        frames = stack.split(";")
        ended[frames[-1]] += int(count)
        passed.update(dict.fromkeys(frames, int(count)))
    total = ended.total() or 1
    return "\n".join(
        f"{100 * count / total:5.1f}% {how} {frame}"
        for how, counted, most in (("in", ended, ENDED), ("within", passed, PASSED))
        for frame, count in counted.most_common(most)
    )
