// Makes the calls that a page asks for without code: by <nachklang-survey>, by its address or by the attribute `data-mode`. Also
// sends what earlier pages could not. The build puts this file into glue.js.
(() => {
  const { page } = nachklang;
  const LOOK_INTERVAL_MS = 500;

  // Each <nachklang-survey> asks for its survey once. A member on the element says that it has.
  const callForElements = () => {
    for (const element of document.querySelectorAll("nachklang-survey"))
      element.asked ||= page.calls.push(["inline", element]);
  };
  callForElements();
  setInterval(callForElements, LOOK_INTERVAL_MS);

  if (/nachklang=debug/.test(location.search)) page.calls.push(["debug"]);
  // The tab and a page of its own are there from the start, whatever their survey waits for.
  if (/^(tab|page)$/.test(page.settings.mode)) page.calls.push(["load"]);

  // Sends when the browser is idle and the shopper consents.
  const sendWaiting = () => (page.consent ? page.calls.push(["send"]) : setTimeout(sendWaiting, 2000));
  if (page.visitor?.waits) (window.requestIdleCallback || setTimeout)(sendWaiting);
})();
