// Starts the page. A file of its own, so that the page needs no inline script.
const self_tag = document.querySelector('script[data-wasm]');
const address = (path) => new URL(path, document.baseURI).href;
const nextTask = () => new Promise((done) => setTimeout(done));

// The first words need the style sheet alone; the program, forty times as long, waits for them on a slow line.
// A page out of sight is not painted at all.
const painted = new Promise((done) => {
  if (document.hidden) done();
  new PerformanceObserver(done).observe({ type: 'paint', buffered: true });
  setTimeout(done, 1000);
});

// Only a finished site says what its program's digest is.
const { js, wasm, integrity, offline } = self_tag.dataset;
try {
  const glue = await import(address(js));
  await painted;
  // To check its digest, to compile it, to start it: each is work enough for one task.
  const program = await fetch(address(wasm), integrity ? { integrity } : {});
  await nextTask();
  const module = await WebAssembly.compileStreaming(program).catch((error) => {
    if (program.bodyUsed) throw error;
    // A server that does not know the type of wasm is left to the glue.
    return program;
  });
  await nextTask();
  await glue.default({ module_or_path: module });
} catch (error) {
  console.error(error);
  const note = document.createElement('div');
  note.setAttribute('role', 'alert');
  // The program uses vectors (SIMD), which browsers have had since 2021 (Chrome, Firefox) and 2023 (Safari).
  const advice = error instanceof WebAssembly.CompileError
    ? 'It needs a browser of 2023 or later; in one, a reload fetches its files again.'
    : 'A reload fetches its files again.';
  note.textContent = `The page could not start: ${error}. ${advice}`;
  document.querySelector('.loading').append(note);
}

// Only a finished site has a service worker (offline use); `trunk serve` has none. It fetches and keeps all files, and
// may do that once the page is there.
if (offline && 'serviceWorker' in navigator) {
  setTimeout(() => navigator.serviceWorker.register(address(offline)).catch(console.warn), 2000);
}
