"""The logical data structure: the bytes of each file of the card to frozen values (Doc 9303-10)."""
