# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "keras", "jax", "torch"]
# ///
"""The same task with Keras, on the back end that the first argument names: ``jax`` or ``torch``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import os

from task import BATCH, CLASSES, EPOCHS, RATE, SIDE, Clock, prepared


def resnet18(keras):
    """ResNet-18 in Keras, which ships only deeper ones."""
    layers = keras.layers

    def convolved(x, width, size, stride, *, relu=True):
        x = layers.Conv2D(width, size, stride, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization(epsilon=1e-5)(x)
        return layers.ReLU()(x) if relu else x

    given = keras.Input((SIDE, SIDE, 3))
    x = layers.MaxPooling2D(3, 2, padding="same")(convolved(given, 64, 7, 2))
    for width, first in ((64, 1), (128, 2), (256, 2), (512, 2)):
        for stride in (first, 1):
            short = x if stride == 1 and x.shape[-1] == width else convolved(x, width, 1, stride, relu=False)
            x = convolved(convolved(x, width, 3, stride), width, 3, 1, relu=False)
            x = layers.ReLU()(layers.Add()([x, short]))
    return keras.Model(given, layers.GlobalAveragePooling2D()(x))


def work(clock: Clock, backend: str) -> None:
    os.environ["KERAS_BACKEND"] = backend
    import keras

    keras.utils.set_random_seed(0)
    backbone = resnet18(keras)
    backbone.trainable = False
    model = keras.Sequential([backbone, keras.layers.Dense(CLASSES)])
    model.compile(keras.optimizers.Adam(RATE), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    values, labels = prepared()

    class Told(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            clock.epoch(logs["loss"])

    clock.begin()
    model.fit(values.transpose(0, 2, 3, 1), labels, BATCH, EPOCHS, verbose=0, callbacks=[Told()])


if __name__ == "__main__":
    clock = Clock(f"Keras on {sys.argv[1]}")
    work(clock, sys.argv[1])
    clock.end()
