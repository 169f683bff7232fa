"""Faces drawn by program: plain, friendly, nobody's (the picture of DG2)."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from emulator.citizens import Picture, Portrait

WIDTH, HEIGHT = 480, 640

_SCALE = 2
"""Drawn this much larger, then made smaller: smooth edges."""
_COMPRESSION = 66
"""Ratio of raw to compressed bytes: lands at 12 to 16 kB, like the portraits of real cards."""
_QUALITY = 62
"""Of JPEG: lands at about the same size."""

_CENTRE, _CROWN, _ZOOM = 240, 56, 1.28
"""Axis of the face, top of the picture and enlargement, in the measures of the painter."""

_Box = tuple[float, float, float, float]
_Colour = tuple[int, int, int]

_SKINS: tuple[_Colour, ...] = ((250, 220, 196), (243, 204, 173), (229, 184, 147), (208, 160, 124))
_HAIRS: tuple[_Colour, ...] = ((38, 31, 30), (74, 47, 34), (92, 86, 84), (172, 168, 164))
_SHIRTS: tuple[_Colour, ...] = (
    (47, 92, 138),
    (176, 68, 84),
    (58, 122, 98),
    (122, 84, 150),
    (88, 104, 62),
    (208, 138, 50),
)
_WHITE: _Colour = (252, 252, 250)
_INK: _Colour = (46, 38, 38)
_LIP: _Colour = (190, 92, 86)
_BLUSH: _Colour = (238, 140, 124)
_BACKGROUND: _Colour = (222, 234, 240)

_HEAD: _Box = (150, 148, 330, 400)


@cache
def draw_portrait(portrait: Portrait, picture: Picture = Picture.JPEG_2000) -> bytes:
    """Return the picture of `portrait`, 480 x 640, colour, as a JP2 or JPEG file: the same bytes every time."""
    buffer = BytesIO()
    image = _Painter(portrait).paint()
    if picture is Picture.JPEG:
        image.save(buffer, format="JPEG", quality=_QUALITY)
    else:
        image.save(
            buffer, format="JPEG2000", quality_mode="rates", quality_layers=[_COMPRESSION], irreversible=True
        )
    return buffer.getvalue()


class _Painter:
    """Paints one person from back to front; measures are those of _placed()."""

    def __init__(self, portrait: Portrait) -> None:
        self._portrait = portrait
        self._skin = _SKINS[portrait.skin]
        self._hair = _HAIRS[portrait.hair_colour]
        self._image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), _BACKGROUND)
        self._draw = ImageDraw.Draw(self._image)

    def paint(self) -> Image.Image:
        """Return the finished picture."""
        self._paint_hair_behind()
        self._paint_body()
        self._paint_head()
        self._paint_face()
        self._paint_hair_in_front()
        if self._portrait.glasses:
            self._paint_glasses()
        small = self._image.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
        return _lit(small)

    def _paint_body(self) -> None:
        shirt = _SHIRTS[self._portrait.shirt]
        self._rounded((60, 448, 420, 800), 130, shirt)
        self._polygon([(190, 446), (290, 446), (240, 530)], _WHITE)
        self._rectangle((200, 370, 280, 440), _shade(self._skin, 0.86))
        self._ellipse((200, 404, 280, 476), _shade(self._skin, 0.86))
        self._polygon([(200, 432), (150, 466), (226, 526), (240, 488)], _shade(shirt, 1.15))
        self._polygon([(280, 432), (330, 466), (254, 526), (240, 488)], _shade(shirt, 1.15))

    def _paint_head(self) -> None:
        for left in (134, 310):
            self._ellipse((left, 262, left + 36, 322), _shade(self._skin, 0.93))
        self._ellipse(_HEAD, self._skin)

    def _paint_face(self) -> None:
        for centre in (200, 280):
            self._ellipse((centre - 24, 318, centre + 24, 346), _mix(self._skin, _BLUSH, 0.28))
            self._arc((centre - 26, 236, centre + 26, 270), 200, 340, _shade(self._hair, 0.9), 7)
            self._ellipse((centre - 17, 262, centre + 17, 292), _WHITE)
            self._ellipse((centre - 11, 265, centre + 11, 289), (70, 46, 34))
            self._ellipse((centre - 6, 270, centre + 6, 284), _INK)
            self._ellipse((centre + 1, 268, centre + 6, 273), _WHITE)
            self._arc((centre - 19, 258, centre + 19, 296), 195, 345, _INK, 4)
        self._arc((226, 288, 254, 326), 40, 140, _shade(self._skin, 0.72), 5)
        self._arc((202, 316, 278, 368), 28, 152, _LIP, 7)

    def _paint_hair_behind(self) -> None:
        match self._portrait.hair:
            case "long":
                self._rounded((124, 200, 356, 520), 90, self._hair)
            case "bob":
                self._rounded((126, 200, 354, 410), 70, self._hair)
            case "bun":
                self._ellipse((190, 70, 290, 170), self._hair)
                self._ellipse((138, 140, 342, 360), self._hair)
            case _:
                self._ellipse((142, 150, 338, 330), self._hair)

    def _paint_hair_in_front(self) -> None:
        match self._portrait.hair:
            case "short":
                self._cap(132, 208)
                self._polygon([(144, 256), (146, 190), (262, 180), (200, 222)], self._hair)
                self._polygon([(336, 256), (334, 190), (240, 180), (300, 214)], self._hair)
            case "crew":
                self._cap(138, 206)
            case "balding":
                for left in (142, 312):
                    self._ellipse((left, 218, left + 26, 292), self._hair)
                self._arc((168, 150, 312, 230), 225, 315, _shade(self._skin, 1.05), 6)
            case _:
                self._cap(130, 206)
                self._polygon([(146, 250), (146, 190), (250, 170), (214, 216)], self._hair)
                self._polygon([(334, 250), (334, 190), (230, 170), (286, 222)], self._hair)

    def _paint_glasses(self) -> None:
        frame = (70, 66, 76)
        for centre in (200, 280):
            self._draw.rounded_rectangle(
                _scaled((centre - 33, 252, centre + 33, 304)),
                20 * _ZOOM * _SCALE,
                outline=frame,
                width=5 * _SCALE,
            )
        self._arc((228, 266, 252, 290), 190, 350, frame, 5)
        for left, right in ((146, 168), (312, 334)):
            self._rectangle((left, 268, right, 273), frame)

    def _cap(self, top: float, bottom: float) -> None:
        """Cover the crown of the head with hair from `top` to `bottom`."""
        self._draw.pieslice(_scaled((144, top, 336, 2 * bottom - top)), 180, 360, fill=self._hair)

    def _ellipse(self, box: _Box, colour: _Colour) -> None:
        self._draw.ellipse(_scaled(box), fill=colour)

    def _rectangle(self, box: _Box, colour: _Colour) -> None:
        self._draw.rectangle(_scaled(box), fill=colour)

    def _rounded(self, box: _Box, radius: float, colour: _Colour) -> None:
        self._draw.rounded_rectangle(_scaled(box), radius * _ZOOM * _SCALE, fill=colour)

    def _polygon(self, points: list[tuple[float, float]], colour: _Colour) -> None:
        self._draw.polygon([_placed(x, y) for x, y in points], fill=colour)

    def _arc(self, box: _Box, start: float, end: float, colour: _Colour, width: int) -> None:
        self._draw.arc(_scaled(box), start, end, fill=colour, width=width * _SCALE)


def _lit(image: Image.Image) -> Image.Image:
    """Light the picture from above and from the middle, as a photographer would."""
    light = Image.radial_gradient("L").resize(image.size).point([255 - value // 7 for value in range(256)])
    return ImageChops.multiply(image, Image.merge("RGB", (light, light, light))).filter(ImageFilter.SMOOTH)


def _placed(x: float, y: float) -> tuple[float, float]:
    """Return the place on the large canvas: the head is drawn near the top and enlarged to fill the frame."""
    return ((x - _CENTRE) * _ZOOM + _CENTRE) * _SCALE, (y - _CROWN) * _ZOOM * _SCALE


def _scaled(box: _Box) -> _Box:
    return *_placed(*box[:2]), *_placed(*box[2:])


def _shade(colour: _Colour, factor: float) -> _Colour:
    red, green, blue = (min(255, round(part * factor)) for part in colour)
    return red, green, blue


def _mix(first: _Colour, second: _Colour, share: float) -> _Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue
