"""Who is upset is counted, and named with their own words, until a kinder text comes."""

from datetime import timedelta

from insight.upset import UpsetContact, count_upset, latest_upset
from records.database import reading, writing
from tests.factories import NOON, make_account
from tests.insight.conftest import NoModel, Shop


def upset(shop: Shop, account_id: str = "main", limit: int = 9) -> tuple[int, list[UpsetContact]]:
    """How many are upset, and who they are."""
    with reading(shop.engine) as connection:
        return count_upset(connection, account_id), list(latest_upset(connection, account_id, limit))


def test_the_latest_stands_first_with_what_was_said_and_what_decided(shop: Shop) -> None:
    lin = shop.write("难喝", "o-lin", minute=1)
    wang = shop.write("太慢了，我要投诉", "o-wang", minute=2)
    shop.write("好喝", "o-chen", minute=3)
    shop.notice(NoModel())
    assert upset(shop) == (
        2,
        [
            UpsetContact(wang, "", "太慢 要投诉", NOON + timedelta(minutes=2), "太慢了，我要投诉"),
            UpsetContact(lin, "", "难喝", NOON + timedelta(minutes=1), "难喝"),
        ],
    )


def test_more_are_counted_than_are_named(small_shop: Shop) -> None:
    for number in range(3):
        small_shop.write("难喝", f"o-{number}", minute=number)
    small_shop.notice(NoModel())
    count, named = upset(small_shop, limit=2)
    assert (count, [contact.mood_at for contact in named]) == (3, [NOON + timedelta(minutes=late) for late in (2, 1)])


def test_who_is_kind_again_is_upset_no_more(small_shop: Shop) -> None:
    small_shop.write("难喝", minute=1)
    small_shop.notice(NoModel())
    small_shop.write("好喝，谢谢", minute=2)
    small_shop.notice(NoModel())
    assert upset(small_shop) == (0, [])


def test_another_account_is_not_told(small_shop: Shop) -> None:
    with writing(small_shop.engine) as connection:
        make_account(connection, "bakery")
    small_shop.write("难喝")
    small_shop.notice(NoModel())
    assert upset(small_shop, "bakery") == (0, [])
