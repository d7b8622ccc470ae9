"""Our training in PyTorch, float64: parity.py ROWS.npz WEIGHTS ORDERS EPOCHS RESULT.json, as tools/src/peers/parity.ts writes them.

PyTorch adds epsilon to the corrected root of the second moment, Keras (and fived) to the uncorrected one; they are the same
with eps = epsilon / sqrt(1 - beta2^t) before step t.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))

import numpy
import peer
import torch
from network import linear_layers, sequential

rows_path, weights_path, orders_path, epochs, result_path = sys.argv[1:]
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
rows = peer.read_rows(rows_path)
x, y, x_validation, y_validation = [torch.from_numpy(array.astype("f8")) for array in list(vars(rows).values())[:4]]
orders = numpy.fromfile(orders_path, "<i4").reshape(int(epochs), len(x)).astype("i8")

layers = linear_layers(peer.widths(rows))
with torch.no_grad():
    for layer, (weight, bias) in zip(layers, peer.layers_of(numpy.fromfile(weights_path, "<f8"), peer.widths(rows))):
        layer.weight.copy_(torch.from_numpy(weight.T.copy()))
        layer.bias.copy_(torch.from_numpy(bias.copy()))
model = sequential(layers)
adam = torch.optim.Adam(model.parameters(), lr=peer.LEARNING_RATE, betas=(peer.BETA1, peer.BETA2))

losses = {"training": [], "validation": []}
p2 = 1.0
for order in torch.from_numpy(orders):
    total = 0.0
    for batch in order.split(peer.BATCH_SIZE):
        p2 *= peer.BETA2
        adam.param_groups[0]["eps"] = peer.EPSILON / (1 - p2) ** 0.5
        adam.zero_grad()
        loss = torch.nn.functional.mse_loss(model(x[batch])[:, 0], y[batch])
        loss.backward()
        adam.step()
        total += loss.item() * len(batch)
    losses["training"].append(total / len(x))
    with torch.no_grad():
        losses["validation"].append(torch.nn.functional.mse_loss(model(x_validation)[:, 0], y_validation).item())
Path(result_path).write_text(json.dumps(losses))
