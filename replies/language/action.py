"""What a rule or a dialog does besides speaking, as frozen data."""

from replies.language.part import Part


class AddTag(Part, frozen=True, tag="tag"):
    tag: str


class RemoveTag(Part, frozen=True, tag="untag"):
    tag: str


class GiveCoupon(Part, frozen=True, tag="coupon"):
    """``kind`` is the id of a coupon kind of the account."""

    kind: str


class GivePoints(Part, frozen=True, tag="points"):
    """``points`` is at least one."""

    points: int


class SetField(Part, frozen=True, tag="set"):
    """Writes ``value``, which may hold facts in braces, into a field of the contact: ``phone`` or one of the shop's."""

    field: str
    value: str


class StartDialog(Part, frozen=True, tag="start"):
    """Begins the dialog of this name; its first question is said behind what the rule says."""

    dialog: str


class OpenCase(Part, frozen=True, tag="case"):
    """Opens a case that staff must close; ``subject`` may hold facts in braces."""

    subject: str


class NotifyStaff(Part, frozen=True, tag="notify"):
    """Leaves a notice for staff to read; ``text`` may hold facts in braces."""

    text: str


class Hold(Part, frozen=True, tag="hand_over"):
    """A person of the shop answers from here: for ``minutes`` nothing is answered from scripts or dialogs."""

    minutes: int


Action = AddTag | RemoveTag | GiveCoupon | GivePoints | SetField | StartDialog | OpenCase | NotifyStaff | Hold
