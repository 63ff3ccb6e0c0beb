"""Content on disk: Turtle, SSSOM and SKOS files go in, quads come out; and back in one form."""

from fagbegreb.content.derive import (
    with_derived,
    with_publisher,
    with_statistics,
    with_version,
)
from fagbegreb.content.files import (
    ContentFile,
    crosswalk_name,
    format_content,
    labels_of,
    mapping_files,
    read_content,
    read_mappings,
    scheme_files,
    shape_files,
    turtle_files,
)
from fagbegreb.content.readback import rows_of_graph
from fagbegreb.content.sssom import (
    COLUMNS,
    NO_TERM,
    SUFFIX,
    Row,
    curie_map,
    mapping_quads,
    read_sssom,
    row_iri,
    sssom_text,
    write_sssom,
)
from fagbegreb.content.turtle import (
    natural_key,
    read_triples,
    read_turtle,
    text_of,
    turtle_text,
    write_turtle,
)
from fagbegreb.content.vocabularies import read_vocabulary, slug

__all__ = [
    "COLUMNS",
    "NO_TERM",
    "SUFFIX",
    "ContentFile",
    "Row",
    "crosswalk_name",
    "curie_map",
    "format_content",
    "labels_of",
    "mapping_files",
    "mapping_quads",
    "natural_key",
    "read_content",
    "read_mappings",
    "read_sssom",
    "read_triples",
    "read_turtle",
    "read_vocabulary",
    "row_iri",
    "rows_of_graph",
    "scheme_files",
    "shape_files",
    "slug",
    "sssom_text",
    "text_of",
    "turtle_files",
    "turtle_text",
    "with_derived",
    "with_publisher",
    "with_statistics",
    "with_version",
    "write_sssom",
    "write_turtle",
]
