"""Whether data may come in: the shapes of `ontology/shapes/`, the engines that run them, the report."""

from kannat.validation.engine import Hit, ShapeEngine
from kannat.validation.gate import Known, default_engine, validate_quads
from kannat.validation.render import report_lines
from kannat.validation.report import Finding, Report, Severity
from kannat.validation.shapes import Check, Shapes, load_shapes

__all__ = [
    "Check",
    "Finding",
    "Hit",
    "Known",
    "Report",
    "Severity",
    "ShapeEngine",
    "Shapes",
    "default_engine",
    "load_shapes",
    "report_lines",
    "validate_quads",
]
