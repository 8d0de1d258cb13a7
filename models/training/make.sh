#!/usr/bin/env bash
# Trains both networks from a fixed seed and exports them into models/.
# usage: make.sh PYTHON DATASET WORK     (DATASET holds data_batch_1.bin ..; WORK keeps checkpoints and logs)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
python=$(realpath -s "$1") dataset=$(realpath "$2") work=$(realpath -m "$3")

"$python" -u "$here/train.py" b-alexnet-cifar10 --dataset "$dataset" --work "$work/cifar10" --epochs 50
"$python" "$here/export.py" b-alexnet-cifar10 --dataset "$dataset" --work "$work/cifar10" --out "$here/../b-alexnet-cifar10"

"$python" -u "$here/train.py" b-alexnet-catdog --dataset "$dataset" --work "$work/catdog" \
  --start-from "$work/cifar10/checkpoint.pt" --epochs 30 --batch 250 --rate 0.02 --rate-other 0.001
"$python" "$here/export.py" b-alexnet-catdog --dataset "$dataset" --work "$work/catdog" --out "$here/../b-alexnet-catdog"
