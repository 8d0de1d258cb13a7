#!/usr/bin/env python3
"""Trains B-AlexNet on CIFAR-10 or on its cats and dogs, then exports segments, branches and manifest.

Every choice is made on the validation images; the test images are read once, by export.py, for the report.
The same seed, thread count and machine type give the same network. Each epoch leaves a checkpoint, and the
same command goes on from the last one.
"""
import argparse
import json
import pathlib
import time

import torch
from torch.nn import functional

import data
from network import BAlexNet
from optimiser import Muon

LOSS_WEIGHTS = (0.2, 0.3, 1.0)  # exits 1, 2, 3
LABEL_SMOOTHING = (0.0, 0.0, 0.1)
MODELS = {"b-alexnet-cifar10": data.CIFAR10, "b-alexnet-catdog": ["cat", "dog"]}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("model", choices=MODELS)
    parser.add_argument("--dataset", type=pathlib.Path, required=True, help="folder with data_batch_1.bin ..")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder for checkpoint and log")
    parser.add_argument("--start-from", type=pathlib.Path, help="checkpoint whose backbone is the start")
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--rate", type=float, default=0.06, help="relative step of the hidden layers")
    parser.add_argument("--rate-other", type=float, default=0.004, help="Adam's rate: biases, norms, classifiers")
    parser.add_argument("--cut-out", type=int, default=10, help="side of the cut-out square")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def optimisers(network: BAlexNet, options: argparse.Namespace) -> list[torch.optim.Optimizer]:
    """Muon for matrices that batch normalisation follows, AdamW for the rest."""
    heads = {id(layer.weight) for layer in network.classifiers()}
    hidden = [p for p in network.parameters() if p.ndim > 1 and id(p) not in heads]
    other = [p for p in network.parameters() if p.ndim == 1 or id(p) in heads]
    return [Muon(hidden, lr=options.rate), torch.optim.AdamW(other, lr=options.rate_other, weight_decay=0.01)]


def schedule(step: int, steps: int) -> float:
    """Share of the peak rate: a short linear rise, then linear fall to 0."""
    rise = max(1, round(0.05 * steps))
    return min((step + 1) / rise, (steps - step) / (steps - rise))


def joint_loss(logits: list[torch.Tensor], labels: torch.Tensor) -> torch.Tensor:
    return sum(
        weight * functional.cross_entropy(out.float(), labels, label_smoothing=smoothing)
        for out, weight, smoothing in zip(logits, LOSS_WEIGHTS, LABEL_SMOOTHING)
    )


@torch.no_grad()
def accuracies(network: BAlexNet, images: data.Images, mean: torch.Tensor, std: torch.Tensor) -> list[float]:
    network.eval()
    right = torch.zeros(3)
    for pixels, labels in zip(images.pixels.split(500), images.labels.split(500)):
        for k, logits in enumerate(network(data.normalise(pixels, mean, std))):
            right[k] += (logits.argmax(1) == labels).sum().cpu()
    return [round(float(x), 4) for x in right / len(images)]


def main() -> None:
    options = arguments()
    torch.set_num_threads(options.threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    options.work.mkdir(parents=True, exist_ok=True)
    train, validation, _ = data.load(options.dataset, MODELS[options.model])
    for part in (train, validation):
        part.pixels, part.labels = part.pixels.to(device), part.labels.to(device)
    mean = train.pixels.float().div(255).mean((0, 2, 3))
    std = train.pixels.float().div(255).std((0, 2, 3))

    torch.manual_seed(options.seed)
    network = BAlexNet(len(MODELS[options.model]))
    if options.start_from:
        start = torch.load(options.start_from, map_location="cpu", weights_only=True)
        mean, std = start["mean"].to(device), start["std"].to(device)
        own = network.state_dict()
        network.load_state_dict({k: v if v.shape == own[k].shape else own[k] for k, v in start["network"].items()})
    network = network.to(device, memory_format=torch.channels_last)
    optimiser = optimisers(network, options)
    steps_an_epoch = len(train) // options.batch
    steps = options.epochs * steps_an_epoch
    peaks = [group["lr"] for o in optimiser for group in o.param_groups]

    checkpoint, log = options.work / "checkpoint.pt", options.work / "log.jsonl"
    first = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, map_location=device, weights_only=True)
        network.load_state_dict(saved["network"])
        for o, state in zip(optimiser, saved["optimisers"]):
            o.load_state_dict(state)
        first = saved["epoch"] + 1
        print(f"going on from epoch {first}", flush=True)

    for epoch in range(first, options.epochs):
        began, total = time.monotonic(), 0.0
        generator = torch.Generator().manual_seed(options.seed * 1_000_003 + epoch)
        order = torch.randperm(len(train), generator=generator).to(device)
        network.train()
        for i in range(steps_an_epoch):
            share = schedule(epoch * steps_an_epoch + i, steps)
            for group, peak in zip((g for o in optimiser for g in o.param_groups), peaks):
                group["lr"] = peak * share
            chosen = order[i * options.batch : (i + 1) * options.batch]
            pixels = data.augment(train.pixels[chosen], generator, hole=options.cut_out)
            with torch.autocast(device.type, dtype=torch.bfloat16):
                loss = joint_loss(network(data.normalise(pixels, mean, std)), train.labels[chosen])
            for o in optimiser:
                o.zero_grad(set_to_none=True)
            loss.backward()
            for o in optimiser:
                o.step()
            total += loss.item()
        line = dict(epoch=epoch + 1, loss=round(total / steps_an_epoch, 4),
                    validation=accuracies(network, validation, mean, std), seconds=round(time.monotonic() - began, 1))
        print(json.dumps(line), flush=True)
        with log.open("a") as file:
            file.write(json.dumps(line) + "\n")
        settings = {k: str(v) if isinstance(v, pathlib.Path) else v for k, v in vars(options).items()}
        part = checkpoint.with_suffix(".part")
        torch.save(dict(epoch=epoch, network=network.state_dict(), optimisers=[o.state_dict() for o in optimiser],
                        mean=mean.cpu(), std=std.cpu(), settings=settings, torch=str(torch.__version__),
                        device=torch.cuda.get_device_name() if device.type == "cuda" else "CPU"), part)
        part.replace(checkpoint)


if __name__ == "__main__":
    main()
