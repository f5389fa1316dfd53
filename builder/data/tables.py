"""Tables that come with scikit-learn: wine and breast cancer, numbers in and a class out."""

from typing import Any

import numpy as np

from builder.data.dataset import Column, Dataset, Scale
from builder.data.split import stratified


def load_wine() -> Dataset:
    """178 wines of three growers, 13 measurements each."""
    from sklearn.datasets import load_wine as read

    return _table("wine", "Wine", "grower", read(), ("grower 1", "grower 2", "grower 3"))


def load_breast_cancer() -> Dataset:
    """569 tumours, 30 measurements each, malignant or benign."""
    from sklearn.datasets import load_breast_cancer as read

    return _table("breast_cancer", "Breast cancer", "diagnosis", read(), ("malignant", "benign"))


def _table(name: str, title: str, label: str, raw: Any, classes: tuple[str, ...]) -> Dataset:
    target = np.asarray(raw.target, dtype=np.int64)
    train, test = stratified(target, test=0.3)
    features = np.asarray(raw.data, dtype=np.float32)
    scale = Scale.of(features[train])
    return Dataset(
        name=name,
        title=title,
        columns={
            "features": Column(
                "vector", scale.apply(features), names=tuple(map(str, raw.feature_names)), scale=scale
            ),
            label: Column("label", target, classes=classes),
        },
        train=train,
        test=test,
        label=label,
    )
