"""What can go wrong while discovering, fetching and archiving, and whose fault it is.

Transient errors are worth another try, tonight or tomorrow; terminal ones need a person. Every message is one line that
says what happened, where, and what to type next.
"""


class ExtractError(Exception):
    """Base of everything this room raises."""


class RegistryError(ExtractError):
    """A registry file is wrong: an unknown key, a code that is no code, an address twice. Ours to mend."""


class AddressRefused(ExtractError):
    """The address is not one we may open: not a registered host, or a private, loopback or link-local address."""


class TransientFetchError(ExtractError):
    """The site did not answer as it should, but may later (time-out, 5xx, reset connection)."""


class TerminalFetchError(ExtractError):
    """The site answered and will answer the same again (404, refused by robots.txt, larger than the limit)."""


class ArchiveError(ExtractError):
    """The archive cannot be read or written."""
