"""The tray: a second small window with the sample cards, where one click lays a card on the reader or lifts it."""
