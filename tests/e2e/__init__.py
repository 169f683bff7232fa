"""The whole line, from the card to the record, through every real part."""
