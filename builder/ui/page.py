"""The page: a slim header with four tabs, the canvas filling the window in the first."""

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from builder.planning.kept_plans import KeptPlans
from builder.planning.plan_cache import Cache
from builder.registry import Registry, default_registry
from builder.ui.bench import Bench, OwnerOf
from builder.ui.canvas import Canvas
from builder.ui.code_panel import code_panel
from builder.ui.functions import canvas_functions
from builder.ui.plain import plain
from builder.ui.training.panel import train_panel
from builder.ui.trying.panel import try_panel

_BRAND = """
<div class="brand"><svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
<path d="M5 6.5 L11 15.5 M17 6.5 L11 15.5" fill="none" stroke="currentColor" stroke-width="1.6"/>
<circle cx="5" cy="5.5" r="3" class="brand-frozen"/><circle cx="17" cy="5.5" r="3" class="brand-frozen"/>
<circle cx="11" cy="16.5" r="3.4" class="brand-head"/></svg>Netgraft</div>
"""


def build(*, store: Any, jobs: Any, owner_of: OwnerOf, registry: Registry | None = None) -> gr.Blocks:
    """The page over a store and its jobs; `owner_of` says who sends a request."""
    cache = Cache() if registry else Cache(shelf=KeptPlans(store.folder / "plans"))
    bench = Bench(registry or default_registry(), cache, store, jobs, owner_of)
    with gr.Blocks(title="Netgraft", fill_width=True, analytics_enabled=False) as demo:
        plain(_BRAND, elem_id="brand")
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab("Build", id="build", elem_id="tab-build"):
                canvas = _canvas(canvas_functions(bench))
            with gr.Tab("Train", id="train", elem_id="tab-train", render_children=True) as tab:
                train_panel(bench, demo, canvas, tab)
            with gr.Tab("Try it", id="try", elem_id="tab-try", render_children=True) as tab:
                try_panel(bench, demo, tab)
            with gr.Tab("Python", id="python", elem_id="tab-python", render_children=True):
                code_panel(bench, canvas)
    return demo


def _canvas(functions: Sequence[Callable[..., Any]]) -> Any:
    with gr.Column(elem_id="canvas-place"):
        return Canvas(functions, height="calc(100dvh - var(--header))")
