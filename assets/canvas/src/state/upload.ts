// Bringing a file of a person's own to the server.

/** Sends a file and answers with the place where the server put it; null where that failed. */
export async function upload(file: File): Promise<string | null> {
  const body = new FormData();
  body.append("files", file);
  try {
    const answer = await fetch("gradio_api/upload", { method: "POST", body });
    const paths: unknown = answer.ok ? await answer.json() : null;
    return Array.isArray(paths) && typeof paths[0] === "string" ? paths[0] : null;
  } catch {
    return null;
  }
}
