"""The demo: invented people and words around a real agenda, the same each time."""
