"""Opening the chip with what is printed on the card."""
