"""The sentiment model: snownlp, behind one function."""


def score(text: str) -> float:
    """How happy a prepared text sounds: 0 negative to 1 positive, 0.5 for nothing.

    The first call takes seconds and 400 MB, so it belongs in a process of its own.
    """
    # Deferred, because importing it is what costs.
    from snownlp import SnowNLP  # noqa: PLC0415

    # Blank text has no words to multiply, and snownlp fails on it.
    return float(SnowNLP(text).sentiments) if text.strip() else 0.5
