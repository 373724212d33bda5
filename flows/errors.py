"""What can go wrong while a run is arranged."""


class FlowError(Exception):
    """Base of everything this room raises."""


class SettingsError(FlowError):
    """A setting is unknown or out of range."""


class WrongUse(FlowError):
    """The command was called in a way that cannot work (exit code 2)."""


class WorkFailed(FlowError):
    """The command was right and the work was not: something could not be read, fetched or published (exit code 1)."""
