"""Drawings: a crosswalk table goes in, an SVG comes out. Pure, and the same on screen and paper.

Every drawing has a title and a description that tell in words all that it shows; relations
differ by the line's pattern and a word, never by colour alone. No scripts, no styles, no fonts
or images from elsewhere.
"""

from fagbegreb.drawing.flow import flow_svg
from fagbegreb.drawing.triangle import has_three_sides, triangle_svg

__all__ = ["flow_svg", "has_three_sides", "triangle_svg"]
