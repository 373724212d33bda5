"""What can go wrong in the warehouse."""


class WarehouseError(Exception):
    """Base of everything this room raises."""


class NothingPublished(WarehouseError):
    """There is no published warehouse yet, or none of the day asked for is kept."""


class StoreDamaged(WarehouseError):
    """The pointer or a published file is not what this program wrote; someone else touched the folder."""


class WriterBusy(WarehouseError):
    """Another process holds the writer's lock; the message says which and since when."""


class QueryRefused(WarehouseError):
    """The SQL was refused or failed: it writes, touches files or the network, runs over a limit, or is wrong."""
