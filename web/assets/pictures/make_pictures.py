"""Makes the shipped photographs: python make_pictures.py (needs scikit-image, pillow).

Each is scikit-image's own file, cut to its centre square and scaled to 256x256,
saved as PNG so that every decoder gives the same numbers. See CREDITS.md.
"""
from pathlib import Path

import skimage
from PIL import Image

HERE = Path(__file__).parent
FILES = {"chelsea": "chelsea.png", "coffee": "coffee.png", "astronaut": "astronaut.png",
         "rocket": "rocket.jpg", "camera": "camera.png", "brick": "brick.png"}

for name, file in FILES.items():
    picture = Image.open(Path(skimage.__file__).parent / "data" / file).convert("RGB")
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    square = picture.crop((left, top, left + side, top + side))
    square.resize((256, 256), Image.LANCZOS).save(HERE / f"{name}.png", optimize=True)
