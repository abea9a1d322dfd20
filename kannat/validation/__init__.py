"""Whether data may come in: the shapes of `ontology/shapes/`, the engines that run them, the report."""

from kannat.validation.engine import Hit, PyshaclEngine, ShapeEngine, SplitEngine
from kannat.validation.gate import validate_quads
from kannat.validation.render import report_lines
from kannat.validation.report import Finding, Report, Severity
from kannat.validation.shapes import Check, Shapes, load_shapes

__all__ = [
    "Check",
    "Finding",
    "Hit",
    "PyshaclEngine",
    "Report",
    "Severity",
    "ShapeEngine",
    "Shapes",
    "SplitEngine",
    "load_shapes",
    "report_lines",
    "validate_quads",
]
