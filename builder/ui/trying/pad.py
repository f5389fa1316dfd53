"""A square to draw on, that also takes a picture from a file, the clipboard or a drop. Its value is a data address.

The browser scales pictures down before they are sent, so nothing is uploaded and no file of a person's lies on the
server; the worker that tries the picture decodes it within limits.
"""

from typing import Any

import gradio as gr

_TEMPLATE = """
<div class="pad">
  <canvas width="448" height="448" tabindex="0" aria-label="Draw here, or drop a picture"></canvas>
  <div class="pad-row">
    <button type="button" class="pad-file">Choose a picture…</button>
    <button type="button" class="pad-clear">Clear</button>
    <input type="file" accept="image/*" hidden>
  </div>
  <p class="pad-hint">Draw with the mouse or a pen; drop or paste a picture.</p>
</div>
"""

_ON_LOAD = """
const board = element.querySelector("canvas");
const file = element.querySelector("input");
const pen = board.getContext("2d");
let at = null, own = "";
const blank = () => {
  pen.fillStyle = "#ffffff"; pen.fillRect(0, 0, board.width, board.height);
  pen.strokeStyle = "#111111"; pen.lineCap = pen.lineJoin = "round"; pen.lineWidth = 30;
};
const resize = (width, height) => { board.width = width; board.height = height; blank(); };
const commit = () => { own = board.toDataURL("image/png"); props.value = own; };
const show = (address, then) => {
  const picture = new Image();
  picture.onload = () => {
    const longest = Math.max(picture.width, picture.height);
    const scale = longest > 1024 ? 1024 / longest : Math.max(1, Math.floor(256 / longest));
    resize(Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
    pen.imageSmoothingEnabled = scale < 1;
    pen.drawImage(picture, 0, 0, board.width, board.height);
    pen.lineWidth = board.width / 15;
    if (then) then();
  };
  picture.onerror = () => { resize(448, 448); };
  picture.src = address;
};
const take = (blob) => {
  if (!blob || !blob.type.startsWith("image/")) return;
  const address = URL.createObjectURL(blob);
  show(address, () => { URL.revokeObjectURL(address); commit(); });
};
const place = (event) => {
  const box = board.getBoundingClientRect();
  return [(event.clientX - box.left) * board.width / box.width, (event.clientY - box.top) * board.height / box.height];
};
blank();
board.onpointerdown = (event) => {
  board.setPointerCapture(event.pointerId);
  at = place(event);
  board.onpointermove(event);
  event.preventDefault();
  board.focus();
};
board.onpointermove = (event) => {
  if (!at) return;
  const to = place(event);
  pen.beginPath(); pen.moveTo(at[0], at[1]); pen.lineTo(to[0], to[1]); pen.stroke(); at = to;
};
board.onpointerup = board.onpointercancel = () => { if (at) { at = null; commit(); } };
board.ondragover = (event) => { event.preventDefault(); };
board.ondrop = (event) => { event.preventDefault(); take(event.dataTransfer.files[0]); };
board.onpaste = (event) => { take(event.clipboardData.files[0]); };
element.querySelector(".pad-file").onclick = () => { file.click(); };
element.querySelector(".pad-clear").onclick = () => { resize(448, 448); own = ""; props.value = ""; };
file.onchange = () => { take(file.files[0]); file.value = ""; };
watch("value", () => {
  if (props.value === own) return;
  own = props.value || "";
  if (own) show(own); else resize(448, 448);
});
"""


class Pad(gr.HTML):
    """A drawing or a picture as ``data:image/...;base64,...``; empty when nothing is drawn."""

    def __init__(self, value: str = "", *, elem_id: str | None = None, render: bool = True, **_: Any) -> None:
        # Gradio makes a copy with every argument of its own for each update; the constants are ours.
        super().__init__(
            value,
            html_template=_TEMPLATE,
            js_on_load=_ON_LOAD,
            apply_default_css=False,
            elem_id=elem_id,
            render=render,
        )


def picture_bytes(address: Any) -> str | None:
    """The base64 text of a data address of an image; None when it is none."""
    if not isinstance(address, str) or not address.startswith("data:image/"):
        return None
    head, _, body = address.partition(",")
    return body if head.endswith(";base64") and body else None
