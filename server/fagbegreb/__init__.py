"""fagbegreb: the shared professional concepts of Danish work with vulnerable children, served."""

__version__ = "0.1.0"
