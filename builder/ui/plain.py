"""HTML as we style it ourselves, without Gradio's typography."""

import gradio as gr


def plain(value: str = "", *, elem_id: str | None = None, visible: bool = True) -> gr.HTML:
    """A piece of HTML; whoever writes it escapes what comes from people (see `builder.ui.cards`)."""
    return gr.HTML(value, elem_id=elem_id, visible=visible, apply_default_css=False)
