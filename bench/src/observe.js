// Runs in each measured page before any other script, and records what happens there on the page's own clock.
(() => {
  const noted = { lcp: 0, shifts: 0, long: [], clicks: [], paints: [] };
  const observe = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
  observe("largest-contentful-paint", (entry) => (noted.lcp = entry.startTime));
  observe("layout-shift", (entry) => (noted.shifts += entry.hadRecentInput ? 0 : entry.value));
  observe("longtask", (entry) => noted.long.push([entry.startTime, entry.duration]));

  // Calls back when the current frame has been painted, before other waiting tasks.
  const painted = (then) => scheduler.postTask(() => then(performance.now()), { priority: "user-blocking" });

  addEventListener(
    "click",
    (event) => {
      // A click on a label is followed by one on its field; only the first is a tap.
      if (!event.detail) return;
      noted.clicks.push(event.timeStamp);
      requestAnimationFrame(() => painted((now) => noted.paints.push(now - event.timeStamp)));
    },
    true,
  );

  // Finds an element by a selector, also in open shadow roots: `host >> inner`.
  const find = (path) =>
    path.split(" >> ").reduce((root, selector) => root && (root.shadowRoot || root).querySelector(selector), document);

  const isVisible = (element) => {
    if (!element?.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const box = element.getBoundingClientRect();
    return box.width && box.height && box.top < innerHeight && box.bottom > 0;
  };

  // Resolves with the time at which the element at the path was first painted.
  const visible = (path) =>
    new Promise((resolve, reject) => {
      setTimeout(() => reject(Error("not visible: " + path)), 30000);
      const look = () => {
        if (isVisible(find(path))) painted(resolve);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });

  window.bench = { noted, find, visible };
})();
