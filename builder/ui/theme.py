"""How the page around the canvas looks: system fonts only, calm colours, the canvas's tokens, light and dark."""

from pathlib import Path
from typing import Any

SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
MONO = ("ui-monospace", "SF Mono", "Cascadia Mono", "Menlo", "Consolas", "DejaVu Sans Mono", "monospace")

_INDIGO = {
    "c50": "#f5f6fe",
    "c100": "#eceefc",
    "c200": "#d5d9f8",
    "c300": "#b0b7f1",
    "c400": "#7e89f2",
    "c500": "#5c67de",
    "c600": "#4a56d2",
    "c700": "#3d48bd",
    "c800": "#333b97",
    "c900": "#2a3070",
    "c950": "#1b1f49",
}
_SLATE = {
    "c50": "#f5f6f8",
    "c100": "#f0f1f4",
    "c200": "#e2e5ea",
    "c300": "#c9ced6",
    "c400": "#8b93a1",
    "c500": "#6d7583",
    "c600": "#545c69",
    "c700": "#434a58",
    "c800": "#2b303a",
    "c900": "#1a1d23",
    "c950": "#121418",
}


def theme() -> Any:
    """The Gradio theme: no web fonts, the colours of the canvas."""
    from gradio import themes

    return themes.Base(
        primary_hue=themes.Color(name="indigo", **_INDIGO),
        secondary_hue=themes.Color(name="indigo", **_INDIGO),
        neutral_hue=themes.Color(name="slate", **_SLATE),
        font=SANS,
        font_mono=MONO,
        text_size=themes.sizes.text_sm,
        radius_size=themes.sizes.radius_md,
        spacing_size=themes.sizes.spacing_md,
    ).set(
        body_background_fill="#f5f6f8",
        body_background_fill_dark="#121418",
        body_text_color="#1a1d24",
        body_text_color_dark="#e9ebef",
        body_text_color_subdued="#6d7583",
        body_text_color_subdued_dark="#8b93a1",
        background_fill_primary="#ffffff",
        background_fill_primary_dark="#1a1d23",
        background_fill_secondary="#f5f6f8",
        background_fill_secondary_dark="#14161b",
        border_color_primary="#e2e5ea",
        border_color_primary_dark="#2b303a",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_shadow="none",
        block_label_background_fill="transparent",
        block_label_background_fill_dark="transparent",
        block_title_text_color="#545c69",
        block_title_text_color_dark="#aeb5c1",
        block_title_text_weight="500",
        block_padding="0px",
        input_border_width="1px",
        input_shadow="none",
        input_padding="7px 10px",
        input_background_fill="#ffffff",
        input_background_fill_dark="#14161b",
        input_border_color="#e2e5ea",
        input_border_color_dark="#2b303a",
        input_border_color_focus="#4a56d2",
        input_border_color_focus_dark="#7e89f2",
        button_primary_background_fill="#4a56d2",
        button_primary_background_fill_hover="#3d48bd",
        button_primary_background_fill_dark="#5c67de",
        button_primary_background_fill_hover_dark="#6b76ea",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#ffffff",
        button_secondary_background_fill="#ffffff",
        button_secondary_background_fill_hover="#f0f1f4",
        button_secondary_background_fill_dark="#20242b",
        button_secondary_background_fill_hover_dark="#292e37",
        button_secondary_border_color="#e2e5ea",
        button_secondary_border_color_dark="#2b303a",
        button_border_width="1px",
        button_transform_hover="none",
        link_text_color="#3d48bd",
        link_text_color_dark="#a8b0fa",
    )


def css() -> str:
    """The style sheets of the page and its panels, as one text."""
    folder = Path(__file__).parent / "styles"
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.css")))


def look() -> dict[str, Any]:
    """The arguments of ``launch`` or ``mount_gradio_app`` that say how the page looks."""
    return {"theme": theme(), "css": css(), "footer_links": []}
