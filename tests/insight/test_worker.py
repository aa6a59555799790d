"""The scoring process starts when it is needed, is replaced when it dies, and ends when it is told to."""

import os
import signal
import subprocess
import sys
import threading
import time
from io import BytesIO

import msgspec
import pytest

from insight import scoring_process, worker
from insight.worker import ScoringUnavailable, ScoringWorker
from tests.insight.conftest import Shop
from tests.insight.test_notice import UNDECIDED

pytestmark = pytest.mark.xdist_group("mood model")


def test_a_worker_that_was_never_asked_has_no_process_and_stops_at_once() -> None:
    idle = ScoringWorker()
    assert idle.pid is None
    idle.stop()
    with pytest.raises(ScoringUnavailable, match="stopped"):
        idle.score(["好"])


def test_the_model_tells_happy_from_angry_and_takes_any_text(scorer: ScoringWorker) -> None:
    happy, angry, *odd = scorer.score(
        ["味道很棒，环境优雅，下次还来", "太难吃了，很失望", "", " ", "\n", "😡", "\x00", "a" * 300]
    )
    assert happy is not None
    assert angry is not None
    assert happy > 0.8 > 0.2 > angry
    assert all(score is not None and 0 <= score <= 1 for score in odd)


@pytest.mark.skipif(sys.platform == "win32", reason="priorities are POSIX")
def test_the_process_gives_way_to_the_turns_and_hears_no_ctrl_c(scorer: ScoringWorker) -> None:
    scorer.score(["好"])
    assert scorer.pid
    assert os.getpriority(os.PRIO_PROCESS, scorer.pid) > os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getsid(scorer.pid) != os.getsid(0)


def test_a_killed_process_is_replaced_and_nothing_is_lost(small_shop: Shop, scorer: ScoringWorker) -> None:
    scorer.score(["好"])
    killed = scorer.pid
    assert killed
    os.kill(killed, signal.SIGKILL)
    lin = small_shop.write(UNDECIDED)
    assert small_shop.notice(scorer) == 1
    assert small_shop.states() == ["sent"]
    assert small_shop.carried(lin).feeling
    assert scorer.pid not in (None, killed)


def test_a_process_killed_in_the_middle_of_a_batch_costs_no_text(scorer: ScoringWorker) -> None:
    scorer.score(["好"])
    texts = ["这条文字写得很长，为的是让模型想上一会儿。" * 14] * 20
    killer = threading.Timer(0.2, os.kill, (scorer.pid, signal.SIGKILL))
    killer.start()
    scores = scorer.score([*texts, "好"])
    killer.join()
    assert len(scores) == 21
    assert None not in scores


FAKE = """
import os, sys, time
print("[]", flush=True)
for line in sys.stdin:
    if "poison" in line: os._exit(9)
    if "hang" in line: time.sleep(60)
    print("[" + ",".join(["0.5"] * (line.count('"') // 2)) + "]", flush=True)
"""
"""A process that speaks like ours without a model, and dies of one text and hangs on another."""


@pytest.fixture
def fake_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def spawn() -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, "-c", FAKE], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(worker, "_spawn", spawn)


@pytest.mark.usefixtures("fake_process")
def test_a_text_that_kills_the_process_costs_the_others_nothing() -> None:
    scorer = ScoringWorker()
    assert scorer.score(["one", "poison", "three"]) == [0.5, None, 0.5]
    scorer.stop()


@pytest.mark.usefixtures("fake_process")
def test_a_text_that_takes_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "ANSWER_SECONDS", 0.3)
    scorer = ScoringWorker()
    assert scorer.score(["one", "hang"]) == [0.5, None]
    scorer.stop()


@pytest.mark.usefixtures("fake_process")
def test_stopping_ends_a_batch_that_is_being_scored_at_once() -> None:
    scorer = ScoringWorker()
    scorer.score(["one"])
    began = time.perf_counter()
    stopper = threading.Timer(0.1, scorer.stop)
    stopper.start()
    with pytest.raises(ScoringUnavailable):
        scorer.score(["hang"])
    stopper.join()
    assert time.perf_counter() - began < 2
    assert scorer.pid is None


def test_a_process_that_cannot_start_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    command = [sys.executable, "-c", "raise SystemExit(3)"]
    monkeypatch.setattr(
        worker, "_spawn", lambda: subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    )
    scorer = ScoringWorker()
    with pytest.raises(ScoringUnavailable, match="ended with 3"):
        scorer.score(["好"])
    scorer.stop()


def test_the_process_answers_null_for_a_text_that_its_model_fails_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def fussy(text: str) -> float:
        return 1 / len(text.strip("坏"))

    monkeypatch.setattr("insight.model.score", fussy)
    monkeypatch.setattr(scoring_process, "_end_when_idle", lambda: None)
    answered = BytesIO()
    scoring_process.serve(BytesIO(msgspec.json.encode(["好", "坏"]) + b"\n"), answered)
    assert answered.getvalue() == b"[]\n[1.0,null]\n"


def test_the_process_ends_with_whoever_started_it(scorer: ScoringWorker) -> None:
    scorer.score(["好"])
    process = scorer._process
    assert process
    assert process.stdin
    process.stdin.close()
    assert process.wait(timeout=10) == 0
