"""Muon: momentum whose matrix updates are orthogonalised, for layers that batch normalisation follows.

Keller Jordan et al., "Muon: an optimizer for hidden layers in neural networks" (2024),
https://kellerjordan.github.io/posts/muon/ . Such layers do not care about the scale of their weights,
so each is kept at a fixed norm and the learning rate is the relative size of a step.
"""
import torch


def orthogonalise(matrix: torch.Tensor, steps: int = 4) -> torch.Tensor:
    """The nearest semi-orthogonal matrix, roughly, by a quintic Newton-Schulz iteration."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = matrix.bfloat16()
    x = x / (x.norm() + 1e-7)
    tall = x.size(0) > x.size(1)
    if tall:
        x = x.T
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return (x.T if tall else x).to(matrix.dtype)


class Muon(torch.optim.Optimizer):
    def __init__(self, params, lr: float, momentum: float = 0.6) -> None:
        super().__init__(params, dict(lr=lr, momentum=momentum))

    @torch.no_grad()
    def step(self, closure=None) -> None:
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is None:
                    continue
                state = self.state[weight]
                if "momentum" not in state:
                    state["momentum"] = torch.zeros_like(weight.grad)
                state["momentum"].mul_(group["momentum"]).add_(weight.grad)
                step = weight.grad.add(state["momentum"], alpha=group["momentum"])  # Nesterov
                rank = min(len(weight), weight[0].numel())
                weight.mul_(rank**0.5 / weight.norm())
                update = orthogonalise(step.reshape(len(step), -1)).view_as(weight)
                weight.add_(update, alpha=-group["lr"])
