#!/usr/bin/env python3
"""Exports a trained B-AlexNet as ONNX segments and branches, with its manifest and reference logits.

Reads the test images once, for the accuracies in the manifest.
"""
import argparse
import hashlib
import json
import pathlib

import onnx
import torch

import data
from network import BAlexNet
from train import MODELS, accuracies

OPSET = 17
REFERENCE_SAMPLES = 8
INPUT_SHAPE = [1, 3, 32, 32]


class Uncut(torch.nn.Module):
    """The whole network as one graph, to hold the cut pieces against."""

    def __init__(self, network: BAlexNet) -> None:
        super().__init__()
        self.network = network

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, ...]:
        return tuple(self.network(x))


def write_piece(module: torch.nn.Module, x: torch.Tensor, folder: pathlib.Path, stem: str, source: str, target: str):
    """Exports one piece; returns its manifest entry and its output for `x`."""
    file = folder / f"{stem}.onnx"
    module = module.to(memory_format=torch.contiguous_format)
    torch.onnx.export(module, (x,), file, input_names=[source], output_names=[target], opset_version=OPSET,
                      dynamic_axes={source: {0: "batch"}, target: {0: "batch"}}, do_constant_folding=True, dynamo=False)
    onnx.checker.check_model(onnx.load(file))
    with torch.no_grad():
        y = module(x)
    shape = [1, *y.shape[1:]]
    elements = int(torch.tensor(shape).prod())
    # u8 sends least and largest value beside one byte a value.
    size = dict(f32=4 * elements, f16=2 * elements, u8=elements + 8)
    entry = dict(file=file.name, input=source, output=target, outputShape=shape, bytes=size,
                 sha256=hashlib.sha256(file.read_bytes()).hexdigest())
    return entry, y


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=MODELS)
    parser.add_argument("--dataset", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder that holds checkpoint.pt")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="models/NAME")
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(2)
    classes = MODELS[options.model]
    saved = torch.load(options.work / "checkpoint.pt", map_location="cpu", weights_only=True)
    network = BAlexNet(len(classes))
    network.load_state_dict(saved["network"])
    network.eval()
    mean, std = saved["mean"], saved["std"]

    train, validation, test = data.load(options.dataset, classes)
    facts = dict(validation=accuracies(network, validation, mean, std), test=accuracies(network, test, mean, std))
    print(json.dumps(facts))

    options.out.mkdir(parents=True, exist_ok=True)
    chosen = torch.linspace(0, len(test) - 1, REFERENCE_SAMPLES).long()
    x = data.normalise(test.pixels[chosen], mean, std).contiguous()
    with torch.no_grad():
        reference = Uncut(network)(x)
    segments, branches = [], []
    source = "input"
    for k, segment in enumerate(network.segments, start=1):
        last = k == len(network.segments)
        target = f"logits_{k}" if last else f"features_{k}"
        entry, x = write_piece(segment, x, options.out, f"segment-{k}", source, target)
        segments.append(entry)
        if not last:
            branches.append(write_piece(network.branches[k - 1], x, options.out, f"branch-{k}", target, f"logits_{k}")[0])
        source = target

    settings = saved["settings"]
    manifest = dict(
        input=dict(name="input", shape=INPUT_SHAPE, mean=[round(float(v), 6) for v in mean],
                   std=[round(float(v), 6) for v in std]),
        classes=classes, segments=segments, branches=branches, exits=[1, 2, 3],
        dataset=dict(
            name="CIFAR-10", format="cifar10-binary", pictureBytes=data.RECORD_BYTES - 1, classes=[data.CIFAR10.index(name) for name in classes],
            copy="JPEG copies (quality 75, 4:2:0) in an order of their own (classes in turn, 0, 1, .. 9, 0, 1, ..): "
                 "neither pixels nor record numbers are the official archive's",
            splits=dict(train=[0, 45000], validation=[45000, 50000], test="test_batch.bin"),
            samples=dict(train=len(train), validation=len(validation), test=len(test)),
            sha256=dict(test=data.sha256([options.dataset / "test_batch.bin"]),
                        train=data.sha256([options.dataset / f"data_batch_{i}.bin" for i in range(1, 6)])),
        ),
        training=dict(
            epochs=settings["epochs"], batch=settings["batch"], seed=settings["seed"], device=saved["device"],
            torch=saved["torch"], parameters=sum(p.numel() for p in network.parameters()),
            accuracy=facts,
        ),
    )
    (options.out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    samples = [dict(sample=int(i), logits=[[float(v) for v in out[row]] for out in reference])
               for row, i in enumerate(chosen)]
    pixels = [test.pixels[int(i)].flatten().tolist() for i in chosen]
    for sample, values in zip(samples, pixels):
        sample["pixels"] = bytes(values).hex()
    (options.out / "reference.json").write_text(json.dumps(dict(
        about="Logits of the uncut network in PyTorch, float32; pixels are the 3,072 bytes of the picture in hexadecimal",
        samples=samples)) + "\n")


if __name__ == "__main__":
    main()
