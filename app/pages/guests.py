"""What a guest is called."""

from app.i18n import Words


def guest_name(words: Words, nickname: str, contact_id: str) -> str:
    """What the cashier calls the guest: the nickname, or a stand-in where we know none."""
    return nickname.strip() or words.say("guest.unnamed", tail=contact_id[-4:].upper())
