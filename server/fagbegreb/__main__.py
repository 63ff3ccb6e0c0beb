"""`python -m fagbegreb` is `fagbegreb`."""

from fagbegreb.cli import main

main()
