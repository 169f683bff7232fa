"""The commands of the program `kiosk`, a module each; the window's comes from outside, through an entry point."""
