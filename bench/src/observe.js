// Runs in each measured page before anything else: notes what happens there, on the page's own clock.
(() => {
  const noted = { lcp: 0, shifts: 0, long: [], clicks: [], paints: [] };
  const observe = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
  observe("largest-contentful-paint", (entry) => (noted.lcp = entry.startTime));
  observe("layout-shift", (entry) => (noted.shifts += entry.hadRecentInput ? 0 : entry.value));
  observe("longtask", (entry) => noted.long.push([entry.startTime, entry.duration]));

  // When the frame that is being made has been painted, whatever else waits to be done then.
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

  // What a selector finds, in open shadow roots, too: `host >> inner`.
  const find = (path) =>
    path.split(" >> ").reduce((root, selector) => root && (root.shadowRoot || root).querySelector(selector), document);

  const isVisible = (element) => {
    if (!element?.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const box = element.getBoundingClientRect();
    return box.width && box.height && box.top < innerHeight && box.bottom > 0;
  };

  // When what the path leads to has first been painted.
  const visible = (path) =>
    new Promise((resolve, reject) => {
      setTimeout(() => reject(Error("not to be seen: " + path)), 30000);
      const look = () => {
        if (isVisible(find(path))) painted(resolve);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });

  window.bench = { noted, find, visible };
})();
