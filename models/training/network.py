"""B-AlexNet: AlexNet's five convolutional and three fully connected layers, with two side branches.

The network is held as the five pieces that are exported one by one: `segments[k]` is the backbone
between exit k and exit k+1 (the last one ends in the backbone's classifier), `branches[k]` the small
classifier at exit k+1. MODEL.md beside each exported model says how this differs from the paper's.
"""
import torch
from torch import nn

WIDTHS = (64, 160, 224, 224, 192)  # channels of the five convolutions
HIDDEN = (256, 128)  # units of the first two fully connected layers
BRANCH_WIDTHS = (32, 64)  # channels of the branches' convolutions


def convolution(inputs: int, outputs: int, kernel: int) -> list[nn.Module]:
    """Convolution (same size), batch normalisation, ReLU."""
    return [
        nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    ]


def dense(inputs: int, outputs: int) -> list[nn.Module]:
    """Fully connected layer, batch normalisation, ReLU."""
    return [nn.Linear(inputs, outputs, bias=False), nn.BatchNorm1d(outputs), nn.ReLU(inplace=True)]


class BAlexNet(nn.Module):
    """Input [n x 3 x 32 x 32], normalised; output the logits of exits 1, 2, 3, each [n x classes]."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        c1, c2, c3, c4, c5 = WIDTHS
        b1, b2 = BRANCH_WIDTHS
        self.segments = nn.ModuleList([
            nn.Sequential(*convolution(3, c1, 5), nn.MaxPool2d(2)),  # -> [c1 x 16 x 16]
            nn.Sequential(*convolution(c1, c2, 5), nn.MaxPool2d(2)),  # -> [c2 x 8 x 8]
            nn.Sequential(
                *convolution(c2, c3, 3),
                *convolution(c3, c4, 3),
                *convolution(c4, c5, 3),
                nn.MaxPool2d(2),  # -> [c5 x 4 x 4]
                nn.Flatten(),
                *dense(c5 * 16, HIDDEN[0]),
                *dense(HIDDEN[0], HIDDEN[1]),
                nn.Linear(HIDDEN[1], classes),
            ),
        ])
        self.branches = nn.ModuleList([
            nn.Sequential(*convolution(c1, b1, 3), nn.MaxPool2d(4), nn.Flatten(), nn.Linear(b1 * 16, classes)),
            nn.Sequential(*convolution(c2, b2, 3), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(b2 * 16, classes)),
        ])

    def forward(self, x: torch.Tensor) -> list[torch.Tensor]:
        logits = []
        for segment, branch in zip(self.segments, self.branches):
            x = segment(x)
            logits.append(branch(x))
        logits.append(self.segments[-1](x))
        return logits

    def classifiers(self) -> list[nn.Linear]:
        """The final linear layer of every exit, in order."""
        return [self.branches[0][-1], self.branches[1][-1], self.segments[2][-1]]
