"""Every refusal of the room can be told apart by programs and read by people."""

from loyalty import refusals
from loyalty.refusals import Refusal


def test_every_refusal_has_a_stable_code_of_its_own_in_kebab_case() -> None:
    kinds = [each for each in vars(refusals).values() if isinstance(each, type) and issubclass(each, Refusal)]
    codes = [each.code for each in kinds if each is not Refusal]
    assert len(codes) == len(set(codes)) >= 15
    assert all(code.replace("-", "").isalpha() and code.islower() for code in codes)


def test_a_refusal_reads_as_its_chinese_sentence() -> None:
    refusal = refusals.UnknownCode()
    assert str(refusal) == refusal.zh
    assert refusal.en.startswith("No coupon")
