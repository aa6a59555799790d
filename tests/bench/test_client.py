import pytest

from tests.bench.client import complete

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nContent-Length: 7\r\nserver: x\r\n\r\n"


def test_an_answer_is_complete_when_all_that_it_announces_is_there() -> None:
    whole = HEAD + b"success"

    assert complete(whole)
    assert not any(complete(whole[:end]) for end in range(len(whole)))


def test_an_answer_that_does_not_say_how_long_it_is_is_refused() -> None:
    with pytest.raises(ValueError, match="without Content-Length"):
        complete(b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n")
