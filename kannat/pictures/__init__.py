"""Pictures of a round, as SVG or PNG, drawn without a browser."""

from kannat.pictures.drawing import PICTURES, picture
from kannat.pictures.frame import FORMATS

__all__ = ["FORMATS", "PICTURES", "picture"]
