"""Views of an answer as plain data: what the network looked at, and a whole graph with its predicted classes."""

from builder.views.attention import attention_views
from builder.views.grad_cam import grad_cam_views
from builder.views.graph import graph_views

__all__ = ["attention_views", "grad_cam_views", "graph_views"]
