"""Draws hills.png: the picture of the examples. Standard library only; the same bytes every time.

    python3 make_hills.py
"""

import math
import struct
import zlib
from pathlib import Path

WIDTH, HEIGHT = 640, 420
SKY_TOP, SKY_LOW = (38, 70, 120), (250, 196, 140)
SUN = (430, 150, 46)
# Ridges from back to front: height of the line, amplitude, wavelength, phase, colour.
RIDGES = [
    (215, 34, 260, 0.4, (122, 118, 158)),
    (262, 40, 330, 2.1, (86, 92, 134)),
    (312, 30, 210, 4.0, (54, 72, 104)),
    (356, 26, 290, 1.2, (30, 50, 70)),
]


def mix(one, other, share):
    return tuple(a + (b - a) * share for a, b in zip(one, other))


def ridge_at(x, base, amplitude, wavelength, phase):
    wave = math.sin(2 * math.pi * x / wavelength + phase)
    ripple = 0.35 * math.sin(2 * math.pi * x / (wavelength * 0.31) + 2.7 * phase)
    return base - amplitude * (wave + ripple) / 1.35


def pixel(x, y, tops):
    color = mix(SKY_TOP, SKY_LOW, min(1, y / 300) ** 1.3)
    distance = math.hypot(x - SUN[0], y - SUN[1])
    if distance < SUN[2]:
        color = (255, 240, 205)
    else:
        color = mix(color, (255, 226, 170), 0.55 * math.exp(-(distance - SUN[2]) / 55))
    for (_, _, _, _, ridge), top in zip(RIDGES, tops):
        cover = min(1, max(0, y - top + 0.5))
        color = mix(color, mix(ridge, SKY_LOW, 0.18 * math.exp(-max(0, y - top) / 30)), cover)
    return bytes(round(max(0, min(255, channel))) for channel in color)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def main():
    tops = [[ridge_at(x, *ridge[:4]) for ridge in RIDGES] for x in range(WIDTH)]
    rows = b"".join(
        b"\0" + b"".join(pixel(x, y, tops[x]) for x in range(WIDTH)) for y in range(HEIGHT)
    )
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    picture = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )
    Path(__file__).with_name("hills.png").write_bytes(picture)


if __name__ == "__main__":
    main()
