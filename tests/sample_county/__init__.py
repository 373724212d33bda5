"""A fictional county served on loopback, with the truth about what it serves: for the tests and for `nianbao demo`."""
