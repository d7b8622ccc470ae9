"""Our training by Keras's own model.fit, float64: parity.py ROWS.npz WEIGHTS ORDERS EPOCHS RESULT.json, as
tools/src/peers/parity.ts writes them. One fit an epoch, on rows in our order and without a shuffle of its own.

Keras casts the betas for its bias correction from Python numbers, which TensorFlow takes by way of float32 (0.999 becomes
0.99900001: the curves then differ by 5e-6). As float64 tensors they stay what they are.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))

import keras
import numpy
import peer
import tensorflow as tf

rows_path, weights_path, orders_path, epochs, result_path = sys.argv[1:]
keras.backend.set_floatx("float64")
rows = peer.read_rows(rows_path)
x, y, x_validation, y_validation = [array.astype("f8") for array in list(vars(rows).values())[:4]]
orders = numpy.fromfile(orders_path, "<i4").reshape(int(epochs), len(x))

hidden = [keras.layers.Dense(units, activation="relu") for units in peer.HIDDEN]
model = keras.Sequential([keras.layers.Input((x.shape[1],)), *hidden, keras.layers.Dense(1)])
model.set_weights([array for layer in peer.layers_of(numpy.fromfile(weights_path, "<f8"), peer.widths(rows)) for array in layer])
beta1, beta2 = (tf.constant(beta, tf.float64) for beta in (peer.BETA1, peer.BETA2))
adam = keras.optimizers.Adam(peer.LEARNING_RATE, beta_1=beta1, beta_2=beta2, epsilon=peer.EPSILON)
model.compile(optimizer=adam, loss="mse")

losses = {"training": [], "validation": []}
for order in orders:
    history = model.fit(
        x[order], y[order], batch_size=peer.BATCH_SIZE, shuffle=False, verbose=0, validation_data=(x_validation, y_validation)
    ).history
    losses["training"] += history["loss"]
    losses["validation"] += history["val_loss"]
Path(result_path).write_text(json.dumps(losses))
