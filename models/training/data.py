"""CIFAR-10 in its official binary layout, the fixed hold-out, and the augmentation."""
import hashlib
import pathlib

import torch
from torch.nn import functional

CIFAR10 = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]
RECORD_BYTES = 1 + 3 * 32 * 32  # label, then red, green, blue planes
VALIDATION_SHARE = 0.1  # the last tenth of the training records, in file order


class Images:
    """uint8 images [n x 3 x 32 x 32] and int64 labels [n] (indices into `classes`)."""

    def __init__(self, pixels: torch.Tensor, labels: torch.Tensor) -> None:
        self.pixels, self.labels = pixels, labels

    def __len__(self) -> int:
        return len(self.labels)

    def only(self, classes: list[str]) -> "Images":
        """The images of these classes, relabelled 0, 1, ... in the order given."""
        wanted = torch.full((len(CIFAR10),), -1)
        for label, name in enumerate(classes):
            wanted[CIFAR10.index(name)] = label
        keep = wanted[self.labels] >= 0
        return Images(self.pixels[keep], wanted[self.labels[keep]])


def read_records(files: list[pathlib.Path]) -> torch.Tensor:
    records = torch.cat([torch.frombuffer(bytearray(file.read_bytes()), dtype=torch.uint8) for file in files])
    return records.view(-1, RECORD_BYTES)


def to_images(records: torch.Tensor) -> Images:
    return Images(records[:, 1:].reshape(-1, 3, 32, 32).clone(), records[:, 0].long())


def load(folder: pathlib.Path, classes: list[str]) -> tuple[Images, Images, Images]:
    """Training (90 %), validation (10 %) and test images of `classes`."""
    train = read_records([folder / f"data_batch_{batch}.bin" for batch in range(1, 6)])
    test = read_records([folder / "test_batch.bin"])
    kept = round(len(train) * (1 - VALIDATION_SHARE))
    return tuple(to_images(part).only(classes) for part in (train[:kept], train[kept:], test))


def sha256(files: list[pathlib.Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def normalise(pixels: torch.Tensor, mean: torch.Tensor, std: torch.Tensor) -> torch.Tensor:
    """uint8 [n x 3 x 32 x 32] -> float32, (pixel / 255 - mean) / std a channel."""
    x = pixels.float().div_(255).sub_(mean.view(1, 3, 1, 1)).div_(std.view(1, 3, 1, 1))
    return x.contiguous(memory_format=torch.channels_last)


def augment(pixels: torch.Tensor, generator: torch.Generator, shift: int = 4, hole: int = 10) -> torch.Tensor:
    """Random translation (reflecting border), horizontal flip and a cut-out square, uint8 in and out.

    The square (DeVries & Taylor 2017, arXiv 1708.04552) is filled with mid grey and may hang over the border.
    """
    n, _, height, width = pixels.shape
    device = pixels.device

    def draw(high: int, low: int = 0) -> torch.Tensor:
        return torch.randint(low, high, (n,), generator=generator).to(device)

    padded = functional.pad(pixels.float(), (shift,) * 4, mode="reflect").to(torch.uint8)
    rows = draw(2 * shift + 1)[:, None] + torch.arange(height, device=device)
    columns = draw(2 * shift + 1)[:, None] + torch.arange(width, device=device)
    columns = torch.where(draw(2)[:, None] == 1, columns.flip(1), columns)
    batch = torch.arange(n, device=device)[:, None, None]
    shifted = padded.permute(0, 2, 3, 1)[batch, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)
    top, left = draw(height + 1, -hole // 2)[:, None], draw(width + 1, -hole // 2)[:, None]
    lines = torch.arange(height, device=device)
    in_rows, in_columns = (lines >= top) & (lines < top + hole), (lines >= left) & (lines < left + hole)
    inside = in_rows[:, :, None] & in_columns[:, None, :]
    return torch.where(inside[:, None], torch.full_like(shifted, 124), shifted)
