"""Readings as RDF and back: terms, names, quads, and one named graph per statement."""
