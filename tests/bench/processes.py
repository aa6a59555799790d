"""Servers as processes of their own: started, held still while another one is measured, measured, ended."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from tests.bench.pushes import check_request

TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 60.0
STOP_SECONDS = 10.0


class Usage(msgspec.Struct, frozen=True):
    """CPU seconds so far and resident megabytes, of the serving process and of the helpers beside it."""

    cpu: float
    helper_cpu: float
    rss: float
    helper_rss: float


class DidNotStart(Exception):
    """The server ended, or did not answer in time; says what it printed last."""


class Server:
    """A running server on a loopback port. ``first_answer`` is the seconds from its start to its first 200."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, forks: bool) -> None:
        self._process = process
        self._forks = forks
        self.port = port
        self.first_answer = 0.0

    @property
    def pid(self) -> int:
        """The process that serves: the one started, or the only worker that it forked."""
        others = [pid for pid in _session(self._process.pid) if pid != self._process.pid]
        return min(others) if self._forks and others else self._process.pid

    def usage(self) -> Usage:
        pid = self.pid
        helpers = [other for other in _session(self._process.pid) if other != pid]
        return Usage(_cpu(pid), sum(map(_cpu, helpers)), _rss(pid), sum(map(_rss, helpers)))

    def hold(self) -> None:
        """Stop it where it is, so that its background work does not disturb the one that is measured."""
        os.killpg(self._process.pid, signal.SIGSTOP)

    def resume(self) -> None:
        os.killpg(self._process.pid, signal.SIGCONT)

    def end(self) -> None:
        """End it and whatever it started."""
        try:
            self.resume()
            os.killpg(self._process.pid, signal.SIGTERM)
            self._process.wait(STOP_SECONDS)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            pass
        for pid in _session(self._process.pid):
            os.kill(pid, signal.SIGKILL)
        self._process.wait()

    def wait_for_first_answer(self, began: float, log: Path) -> None:
        while not _answers(self.port):
            if self._process.poll() is not None or time.perf_counter() - began > START_SECONDS:
                raise DidNotStart(last_lines(log.read_text(errors="replace")))
            time.sleep(0.005)
        self.first_answer = time.perf_counter() - began


@contextmanager
def serve(argv: Sequence[str], env: Mapping[str, str], folder: Path, forks: bool = False) -> Iterator[Server]:
    """Start ``argv``, where ``{port}`` stands for a free port, wait until it answers, end it afterwards.

    Raises ``DidNotStart``.
    """
    port = _free_port()
    log = folder / "server.log"
    with log.open("wb") as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            [argument.format(port=port) for argument in argv],
            cwd=folder,
            env={**os.environ, **env},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    server = Server(process, port, forks)
    try:
        server.wait_for_first_answer(began, log)
        yield server
    finally:
        server.end()


def last_lines(text: str) -> str:
    """The end of what a process printed, short enough to be shown."""
    return "\n".join(text.strip().splitlines()[-3:])[-1_000:] or "it said nothing"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=START_SECONDS) as connection:
            connection.sendall(check_request())
            return connection.recv(64)[9:12] == b"200"
    except OSError:
        return False


def _session(leader: int) -> list[int]:
    """The processes that a server and its children form, by their session."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := _stat(int(entry.name))) and int(stat[3]) == leader and stat[0] != "Z":
            found.append(int(entry.name))
    return found


def _stat(pid: int) -> list[str]:
    """The fields of ``/proc/pid/stat`` after the name, from the state on; empty when there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _cpu(pid: int) -> float:
    stat = _stat(pid)
    return (int(stat[11]) + int(stat[12])) / TICKS if stat else 0.0


def _rss(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024 if "VmRSS:" in status else 0.0
