"""Staff: who may act for an account, and how they are found when they sign in."""

import unicodedata
from datetime import datetime

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select, update

from records.ids import new_id
from records.tables import staff, staff_sessions

ROLES = ("owner", "editor", "agent", "cashier")


class Staff(msgspec.Struct, frozen=True, kw_only=True):
    """Someone of the shop. ``role`` is owner, editor, agent or cashier; a cashier has a ``store_id``."""

    id: str
    account_id: str
    username: str
    name: str
    role: str
    store_id: str | None = None

    @property
    def signed_as(self) -> str:
        """Who did it, in words a manager understands."""
        return f"{self.name} ({self.username})" if self.name != self.username else self.name


def as_username(typed: str) -> str:
    """A user name as it is kept: without blanks around it, in one width and case."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def make_staff(
    connection: Connection,
    *,
    account_id: str,
    username: str,
    name: str,
    role: str,
    password_hash: str,
    now: datetime,
    store_id: str | None = None,
) -> Staff:
    """Let someone in from now on.

    Raises ``sqlalchemy.exc.IntegrityError`` when the user name is taken or the role or the store is unknown.
    """
    member = Staff(
        id=new_id(),
        account_id=account_id,
        username=as_username(username),
        name=name.strip() or username,
        role=role,
        store_id=store_id,
    )
    row = msgspec.structs.asdict(member) | {"password_hash": password_hash, "active": True, "created_at": now}
    connection.execute(insert(staff).values(row))
    return member


def find_active(connection: Connection, username: str) -> tuple[Staff, str] | None:
    """The active member of staff with this user name, with the hash of their password."""
    found = select(staff).where(staff.c.username == as_username(username), staff.c.active)
    row = connection.execute(found).one_or_none()
    return None if row is None else (as_staff(row), row.password_hash)


def staff_of(connection: Connection, account_id: str) -> list[Staff]:
    """Everybody who may act for an account, in the order in which they came."""
    query = (
        select(staff).where(staff.c.account_id == account_id, staff.c.active).order_by(staff.c.created_at, staff.c.id)
    )
    return [as_staff(row) for row in connection.execute(query)]


def set_password(connection: Connection, username: str, password_hash: str) -> bool:
    """Change a password and end the sessions that the old one opened; False when nobody has this user name."""
    changed = update(staff).where(staff.c.username == as_username(username)).values(password_hash=password_hash)
    staff_id = connection.execute(changed.returning(staff.c.id)).scalar_one_or_none()
    connection.execute(delete(staff_sessions).where(staff_sessions.c.staff_id == staff_id))
    return staff_id is not None


def dismiss(connection: Connection, username: str) -> bool:
    """Let somebody in no more and end their sessions; what they did stays theirs. False when nobody may sign in so."""
    who = (staff.c.username == as_username(username)) & staff.c.active
    staff_id = connection.execute(
        update(staff).where(who).values(active=False).returning(staff.c.id)
    ).scalar_one_or_none()
    connection.execute(delete(staff_sessions).where(staff_sessions.c.staff_id == staff_id))
    return staff_id is not None


def as_staff(row: Row[*tuple[object, ...]]) -> Staff:
    """The member of staff in a row of the table."""
    return msgspec.convert({field: getattr(row, field) for field in Staff.__struct_fields__}, Staff)
