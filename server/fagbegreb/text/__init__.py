"""Text analysis: a text goes in, plain tokens come out; pure functions, no engine, no files.

Order matters and is the same for content and queries: fold first (so that `boernefaglig`,
`bornefaglig` and `børnefaglig` are one word from there on), then stem, then split compounds.
Tokens are for comparing, never for showing.
"""

from fagbegreb.text.compounds import COMPOUNDING, Lexicon, Lexicons
from fagbegreb.text.everyday import is_everyday
from fagbegreb.text.folding import fold, primary, skeleton, sound, squash, words
from fagbegreb.text.stemming import is_stop_word, root, stem, stems, turns, wider

__all__ = [
    "COMPOUNDING",
    "Lexicon",
    "Lexicons",
    "fold",
    "is_everyday",
    "is_stop_word",
    "primary",
    "root",
    "skeleton",
    "sound",
    "squash",
    "stem",
    "stems",
    "turns",
    "wider",
    "words",
]
