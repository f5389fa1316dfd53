"""Models of scikit-learn, fitted once on features, that predict as modules of PyTorch."""
