"""What can go wrong while a document is read. A publisher's oddity is an issue in the result, no exception."""


class TransformError(Exception):
    """Base of everything this room raises."""


class FormDefinitionError(TransformError):
    """A form definition under transform/forms/ is wrong. Ours to mend."""


class CorrectionError(TransformError):
    """An entry of a corrections register is wrong. Whose file it is, the message names."""


class UnreadableDocument(TransformError):
    """The bytes are no document this room can read (wrong kind, damaged, empty, larger or deeper than the limits).

    ``code`` names the entry of transform/issues.yaml that says it to a person.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
