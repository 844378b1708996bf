// Makes the calls that a page asks for without code: by <nachklang-survey>, by its address or by the attribute `data-mode`. Also
// sends what earlier pages could not. The build puts this file into glue.js.
(() => {
  const { page } = nachklang;

  // Each <nachklang-survey> asks for its survey once, and again when it comes back after the page has taken it away: then its survey
  // goes. One that is only moved keeps it. A member on the element says that it has asked.
  const callForElements = () => {
    for (const element of page.elements) {
      if (element.isConnected) element.asked ||= page.calls.push(["inline", element]);
      else {
        page.elements.delete(element);
        element.asked = undefined;
        page.calls.push(["release"]);
      }
    }
  };
  callForElements();
  page.repeat(callForElements);
  // Another tag that begins anew asks again.
  const forgetElements = () => {
    for (const element of page.elements) delete element.asked;
  };
  page.ending.signal.addEventListener("abort", forgetElements);

  if (/nachklang=debug/.test(location.search)) page.calls.push(["debug"]);
  // The tab and a page of its own are there from the start, whatever their survey waits for.
  if (/^(tab|page)$/.test(page.settings.mode)) page.calls.push(["load"]);

  // Sends when the browser is idle and the shopper consents.
  const sendWaiting = () => (page.consent ? page.calls.push(["send"]) : setTimeout(sendWaiting, 2000));
  if (page.visitor?.waits) (window.requestIdleCallback || setTimeout)(sendWaiting);
})();
