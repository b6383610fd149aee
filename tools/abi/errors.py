"""The one error of the generator."""


class AbiError(Exception):
    """The sources declare something that a C or Python caller could not rely on."""
