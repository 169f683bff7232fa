"""The card as seen from the reader: connection, commands, secure messaging, files."""
