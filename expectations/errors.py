"""What can go wrong while rules are compiled and checked."""


class ExpectationsError(Exception):
    """Base of everything this room raises."""


class CatalogueError(ExpectationsError):
    """A rule in identities.yaml is wrong: an unknown key, a cell no form has, a formula that does not parse."""
