"""`emulator demo`, what `make run` starts: the kiosk, its surroundings and the tray, in one process.

With a display a person plays; without one the same program runs on a virtual screen and a robot with a finger checks
every sample citizen in.
"""

from emulator.demo.program import run_demo

__all__ = ["run_demo"]
