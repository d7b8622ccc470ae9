"""The network and its initial weights, for all that is done with PyTorch here."""

import torch


def linear_layers(sizes) -> list:
    return [torch.nn.Linear(fan_in, fan_out) for fan_in, fan_out in zip(sizes, sizes[1:])]


def sequential(layers) -> torch.nn.Sequential:
    modules = []
    for layer in layers:
        modules += [layer, torch.nn.ReLU()]
    return torch.nn.Sequential(*modules[:-1])


def initialise(layers) -> None:
    """As Keras does: Glorot-uniform weights, zero biases."""
    for layer in layers:
        torch.nn.init.xavier_uniform_(layer.weight)
        torch.nn.init.zeros_(layer.bias)
