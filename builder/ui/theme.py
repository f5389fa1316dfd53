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


_COLOURS = {
    "body_background_fill": ("#f5f6f8", "#121418"),
    "body_text_color": ("#1a1d24", "#e9ebef"),
    "body_text_color_subdued": ("#6d7583", "#8b93a1"),
    "background_fill_primary": ("#ffffff", "#1a1d23"),
    "background_fill_secondary": ("#f5f6f8", "#14161b"),
    "border_color_primary": ("#e2e5ea", "#2b303a"),
    "block_background_fill": ("transparent", "transparent"),
    "block_label_background_fill": ("transparent", "transparent"),
    "block_title_text_color": ("#545c69", "#aeb5c1"),
    "input_background_fill": ("#ffffff", "#14161b"),
    "input_border_color": ("#e2e5ea", "#2b303a"),
    "input_border_color_focus": ("#4a56d2", "#7e89f2"),
    "button_primary_background_fill": ("#4a56d2", "#5c67de"),
    "button_primary_background_fill_hover": ("#3d48bd", "#6b76ea"),
    "button_primary_text_color": ("#ffffff", "#ffffff"),
    "button_secondary_background_fill": ("#ffffff", "#20242b"),
    "button_secondary_background_fill_hover": ("#f0f1f4", "#292e37"),
    "button_secondary_border_color": ("#e2e5ea", "#2b303a"),
    "link_text_color": ("#3d48bd", "#a8b0fa"),
}
"""What Gradio calls a part -> its colour on the light and on the dark page."""

_FORMS = {
    "block_border_width": "0px",
    "block_shadow": "none",
    "block_title_text_weight": "500",
    "block_padding": "0px",
    "input_border_width": "1px",
    "input_shadow": "none",
    "input_padding": "7px 10px",
    "button_border_width": "1px",
    "button_transform_hover": "none",
}
"""What Gradio calls a part -> its measure or colour on both pages."""


def theme() -> Any:
    """The Gradio theme: no web fonts, the colours of the canvas."""
    from gradio import themes

    base = themes.Base(
        primary_hue=themes.Color(name="indigo", **_INDIGO),
        secondary_hue=themes.Color(name="indigo", **_INDIGO),
        neutral_hue=themes.Color(name="slate", **_SLATE),
        font=SANS,
        font_mono=MONO,
        text_size=themes.sizes.text_sm,
        radius_size=themes.sizes.radius_md,
        spacing_size=themes.sizes.spacing_md,
    )
    light = {part: colour for part, (colour, _) in _COLOURS.items()}
    dark = {f"{part}_dark": colour for part, (_, colour) in _COLOURS.items()}
    return base.set(**light, **dark, **_FORMS)


def css() -> str:
    """The style sheets of the page and its panels, as one text."""
    folder = Path(__file__).parent / "styles"
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.css")))


def look() -> dict[str, Any]:
    """The arguments of ``launch`` or ``mount_gradio_app`` that say how the page looks."""
    return {"theme": theme(), "css": css(), "footer_links": []}
