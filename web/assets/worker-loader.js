// Starts the page's own wasm module once more, inside a worker. The first message brings the address of the
// glue script and the compiled module; from then on Rust listens (`worker_main`).
self.onmessage = async ({ data: { js, module } }) => {
  self.onmessage = null;
  try {
    const glue = await import(js);
    await glue.default({ module_or_path: module });
    glue.worker_main(self);
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
