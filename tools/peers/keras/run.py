"""Keras on TensorFlow, the published page's own engine. Call with the form first: keras or keras-jit.

keras      as published: model.fit on arrays, default settings (on a CPU Keras leaves XLA off)
keras-jit  its best setting here: jit_compile, a whole epoch an execution (quicker than 8 or 32 steps), and a cached tf.data
           pipeline, which spares model.fit gathering each batch anew

The best weights are kept by EarlyStopping with a patience that never ends the training.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))

import peer


class Trainer:
    def __init__(self, rows, seed, form):
        import keras

        self.rows, self.form = rows, form
        keras.utils.set_random_seed(seed)
        hidden = [keras.layers.Dense(units, activation="relu") for units in peer.HIDDEN]
        self.model = keras.Sequential([keras.layers.Input((rows.x_train.shape[1],)), *hidden, keras.layers.Dense(1)])
        steps = -(-len(rows.x_train) // peer.BATCH_SIZE)
        fast = {"jit_compile": True, "steps_per_execution": steps} if form == "keras-jit" else {}
        adam = keras.optimizers.Adam(peer.LEARNING_RATE, beta_1=peer.BETA1, beta_2=peer.BETA2, epsilon=peer.EPSILON)
        self.model.compile(optimizer=adam, loss="mse", **fast)
        if form == "keras-jit":
            self.pipelines = self.make_pipelines(seed)

    def make_pipelines(self, seed):
        import tensorflow as tf

        rows = self.rows
        training = tf.data.Dataset.from_tensor_slices((rows.x_train, rows.y_train)).cache()
        training = training.shuffle(len(rows.x_train), seed=seed).batch(peer.BATCH_SIZE).prefetch(tf.data.AUTOTUNE)
        # as large as it fits: the result does not depend on it
        validation = tf.data.Dataset.from_tensor_slices((rows.x_validation, rows.y_validation))
        return training, validation.batch(len(rows.x_validation)).cache()

    def reset(self, seed):
        """Fresh weights in the model that is there: another model would be traced and compiled anew."""
        import keras

        keras.utils.set_random_seed(seed)
        for layer in self.model.layers:
            layer.kernel.assign(keras.initializers.GlorotUniform()(layer.kernel.shape))
            layer.bias.assign(keras.ops.zeros(layer.bias.shape))
        optimizer = self.model.optimizer
        for variable in optimizer.variables:
            if variable is not optimizer._learning_rate:
                variable.assign(keras.ops.zeros(variable.shape, variable.dtype))

    def train(self, epochs):
        import keras

        rows = self.rows
        best = keras.callbacks.EarlyStopping(monitor="val_loss", patience=epochs + 1, restore_best_weights=True)
        common = {"epochs": epochs, "callbacks": [best], "verbose": 0}
        if self.form == "keras-jit":
            training, validation = self.pipelines
            # the pipeline shuffles; Keras would warn that it does not
            self.model.fit(training, validation_data=validation, shuffle=False, **common)
        else:
            validation = (rows.x_validation, rows.y_validation)
            self.model.fit(rows.x_train, rows.y_train, batch_size=peer.BATCH_SIZE, validation_data=validation, **common)

    def predict(self, x):
        return self.model.predict(x, verbose=0)


def create(rows, seed, threads):
    import keras
    import tensorflow as tf

    if threads == "1":
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    return Trainer(rows, seed, sys.argv[1]), {"keras": keras.__version__, "tensorflow": tf.__version__}


peer.run(sys.argv[1], create)
