"""How many pixels one design unit is on a panel."""

from __future__ import annotations

PX_PER_MM = 4.0339  # of the 21.5 inch panel that the values were drawn for
PORTRAIT = (1080.0, 1920.0)
WIDE = (1920.0, 1080.0)
SMALL_WIDE = (1337.0, 836.0)
ROOMY = 0.85  # a wide panel that reaches this much of WIDE takes its layout
SLACK = 0.8  # a panel's real density is followed down to this share of what fits


def units_scale(width: float, height: float, px_per_mm: float = 0.0) -> float:
    """Return k: pixels per design unit for a window of ``width`` x ``height`` pixels.

    With the panel's density known (``px_per_mm``, 0: unknown) lengths keep their millimetres as far as the layout fits.
    """
    if width <= 0 or height <= 0:
        return 1.0
    if height >= width:
        design = PORTRAIT
    else:
        roomy = min(width / WIDE[0], height / WIDE[1]) >= ROOMY
        design = WIDE if roomy else SMALL_WIDE
    fit = min(width / design[0], height / design[1])
    if px_per_mm <= 0:
        return fit
    return min(fit, max(px_per_mm / PX_PER_MM, fit * SLACK))
