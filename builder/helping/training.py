"""Help on training: its settings, schedule, losses and files."""

TRAINING = {
    "training_setting": (
        "A setting that cannot be used",
        (
            "Each setting of the training has bounds: epochs and batch are whole numbers from 1, the learning "
            "rate is above 0, usually between 0.0001 and 0.01. The setting is named, with what it may be."
        ),
    ),
    "training_line": (
        "A line that cannot be read",
        (
            "What learns later is written a line each: the epoch, a colon, and a node or a part of it, as in "
            "5: backbone.layer4. A learning rate is a place, a colon and a factor: backbone: 0.1 lets the "
            "backbone learn with a tenth of the rate above."
        ),
    ),
    "training_node": (
        "The training names a missing node",
        (
            "A schedule or a learning rate belongs to a node of the graph by its name, such as backbone. No "
            "node of that name has weights here; perhaps it was renamed or removed. The names that exist are "
            "listed."
        ),
    ),
    "training_pattern": (
        "A pattern that catches nothing",
        (
            "A part inside a network is named by its path, such as layer4, or by a pattern with * and ?, such "
            "as encoder.layers.1*. This one fits no module of that node, so that the line would do nothing. "
            "Open the node on the canvas to see the names inside."
        ),
    ),
    "schedule_epoch": (
        "Later than the training lasts",
        (
            "Epochs are counted from 1, and a part that is to learn from epoch 5 on needs at least 5 epochs. "
            "This run ends before. Let the part join earlier, or train for more epochs."
        ),
    ),
    "schedule_free": (
        "This part is not frozen",
        (
            "Unfreezing later is for what is frozen at first: the head settles while the backbone is held, "
            "and then the last stage of the backbone learns too. This part learns from the first epoch. "
            "Freeze it on the canvas first, or remove the line."
        ),
    ),
    "rate_frozen": (
        "A learning rate for a frozen part",
        (
            "What is frozen takes no steps, so a learning rate of its own has no effect there. Unfreeze the "
            "part on the canvas, let it join at a later epoch, or remove the line."
        ),
    ),
    "nothing_trainable": (
        "Everything is frozen",
        (
            "Training changes the weights that are not frozen, and here none is left. Usually the backbone is "
            "frozen and the head is not. Unfreeze the head, or the last stage of the backbone."
        ),
    ),
    "no_loss": (
        "Nothing to learn from",
        (
            "A loss says how wrong an output is, and training makes it smaller. No output has one. Set the "
            "loss of an output: cross_entropy for classes, mse for numbers."
        ),
    ),
    "loss_not_finite": (
        "The loss has run away",
        (
            "The loss is no longer a number, which mostly means that steps were too large and the weights "
            "exploded. Divide the learning rate by ten: 0.001 instead of 0.01. Numbers of very different size "
            "in the data do the same; bring them to one scale."
        ),
    ),
    "output_rows": (
        "Not one row for each sample",
        (
            "With 32 samples in a batch, an output has to have 32 rows, one to compare with each target. "
            "Somewhere the batch was folded into another axis, or averaged away. Follow the wires back to the "
            "first that does not begin with B."
        ),
    ),
    "batch_of_one": (
        "A single value has no variance",
        (
            "While training, a BatchNorm brings each channel to mean 0 and variance 1 over the batch. One "
            "sample with one value for each channel, 1 × 512, has no variance. Use batches of 2 or more, or "
            "freeze the normalisation."
        ),
    ),
    "no_checkpoint": (
        "Nothing to go on from",
        (
            "A run writes a checkpoint about every 30 seconds, and when it is stopped: what has learned so far, "
            "and the place in the run. This one has none, because it ended before its first, or reached its "
            "end. Start it from the beginning."
        ),
    ),
    "other_run": (
        "A checkpoint of another run",
        (
            "Going on means the same network, the same settings and the same data; then the result is what an "
            "unbroken run would have given. Something differs here. Undo the change, or start from the "
            "beginning. Only the number of epochs may be another."
        ),
    ),
    "disk_full": (
        "The disk is full",
        (
            "Trained weights are written to disk so that they outlive this page, and there was no room. What "
            "was written before is still whole. Free some space, and train again."
        ),
    ),
}
