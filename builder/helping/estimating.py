"""Help on estimators: what is fitted at once, in front of it and behind it."""

ESTIMATING = {
    "fitted_behind_trained": (
        "Fitted on features that move",
        (
            "An estimator, and a standardising with statistics of the training rows, look at all features once, "
            "before the first step. If a layer in front learns, its features are others after each step, and "
            "what was fitted no longer fits. Freeze the layer in front, or use a linear layer or a batch "
            "normalisation, which follow what they get."
        ),
    ),
    "trained_behind_estimator": (
        "Learning from answers to known rows",
        (
            "What an estimator says of rows that it was fitted on is better than what it says of new ones: a "
            "forest is nearly always right there. A layer that learns from such answers trusts them too much. "
            "Put an estimator behind, which can learn from answers that are out of fold, or connect the layer "
            "to the features in front."
        ),
    ),
    "estimator_rows": (
        "Too few rows for an estimator",
        (
            "Each estimator needs something to compare: rows of two classes at least, and nearest neighbours as "
            "many rows as shall vote. Use more samples, or ask for fewer neighbours."
        ),
    ),
}
