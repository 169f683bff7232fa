"""Chip genuineness: Chip Authentication, later Active Authentication (Doc 9303-11 6)."""
