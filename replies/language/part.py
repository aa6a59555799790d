"""What every part of a script is made of."""

import msgspec


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A part of a script: kept in a form that has more in it, it fails to decode rather than losing that."""
