// Starts the page. A file of its own, so that the page needs no inline script.
const self_tag = document.querySelector('script[data-wasm]');
const preload = document.querySelector('link[rel=preload][type="application/wasm"]');
const address = (path) => new URL(path, document.baseURI).href;

// Browsers check `integrity` on the preload of a script, but not on that of a fetch: hand it to the fetch itself.
const check = preload?.integrity ? { integrity: preload.integrity } : {};
try {
  const glue = await import(address(self_tag.dataset.js));
  await glue.default({ module_or_path: fetch(address(self_tag.dataset.wasm), check) });
} catch (error) {
  console.error(error);
  const note = document.createElement('div');
  note.setAttribute('role', 'alert');
  note.textContent = `The page could not start: ${error}. A reload fetches its files again.`;
  document.querySelector('.loading').append(note);
}

// Only a finished site has a service worker (offline use); `trunk serve` has none.
if (self_tag.dataset.offline && 'serviceWorker' in navigator) {
  navigator.serviceWorker.register(address(self_tag.dataset.offline)).catch(console.warn);
}
