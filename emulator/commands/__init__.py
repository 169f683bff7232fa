"""The commands of the program `emulator`, each with its arguments; what runs is imported when it runs."""
