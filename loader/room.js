// Finds what lies over the page: dialogs, banners, bars. A card waits for some of it, and makes room for the rest (deferred.js). The
// build puts this file into glue.js.
(() => {
  const { page } = nachklang;
  // How deep in an element without a box of its own a visible one is looked for.
  const MAX_DEPTH = 3;
  // Where in the window it is looked for what covers the whole page, as shares of width and height.
  const SAMPLES = [0.06, 0.5, 0.94];

  const DIALOGS = ["dialog:modal", "[aria-modal=true]"];

  // Whether the shopper can see and reach an element: it is not transparent, and the browser finds it, or something in it, in the
  // middle of its box. Much is laid out that is not: in a closed <details>, clipped, inert, or off the screen.
  page.isVisible = (element, depth = MAX_DEPTH) => {
    if (element.checkVisibility?.({ checkOpacity: true }) === false) return false;
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
    const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
    const isThere = element.getRootNode().elementsFromPoint(x, y).some((found) => element.contains(found));
    const isPartThere = (part) => page.isVisible(part, depth - 1);
    return isThere || (depth > 0 && [...(element.shadowRoot || element).children].some(isPartThere));
  };

  const isOurs = (element) => /^nachklang-/.test(element?.localName);

  // What is on top at this point of the window, apart from what is ours. To ask for all that is there takes the browser longer.
  const topAt = (x, y) => {
    let top = document.elementFromPoint(x, y);
    if (isOurs(top)) top = document.elementsFromPoint(x, y).find((element) => !isOurs(element));
    let root;
    while ((root = top?.shadowRoot)) {
      const isIn = (element) => element.getRootNode() == root;
      const inner = root.elementsFromPoint(x, y).find(isIn);
      if (!inner) break;
      top = inner;
    }
    return top;
  };

  // Whether an element holds what the page is about. Some pages scroll in such an element.
  const isPageItself = (element) => {
    const content = document.querySelector("main,[role=main]") || document.querySelector("h1");
    return element.contains(content || document.body.firstElementChild);
  };

  // Whether the page is kept from scrolling, as it is below most menus and lightboxes.
  const isLocked = () => {
    const root = document.documentElement;
    const isHidden = (element) => getComputedStyle(element).overflowY == "hidden";
    return root.scrollHeight > innerHeight && [root, document.body].some(isHidden);
  };

  // Whether an element stays where it is while the page scrolls. What is sticky and tall is a part of the page.
  const isPinned = (element) => {
    const { position, zIndex } = getComputedStyle(element);
    if (position == "sticky") return element.offsetHeight < innerHeight / 3;
    const isFixed = position == "fixed" || (position == "absolute" && isLocked());
    return isFixed && !(zIndex < 0) && !isPageItself(element);
  };

  // The element on top at this point of the window that stays there while the page scrolls, if there is one.
  page.pinnedAt = (x, y) => {
    let element = topAt(x, y);
    while (element && !isPinned(element)) element = element.parentElement || element.getRootNode().host;
    return element;
  };

  // Whether something fills the window without saying that it is a dialog, as the layers of lightboxes and menus do.
  const isCovered = () =>
    SAMPLES.every((x) => SAMPLES.every((y) => page.pinnedAt(innerWidth * x, innerHeight * y)));

  const find = (selector) => [...document.querySelectorAll(selector)];

  // What a card waits for: a dialog, a consent banner, or what `selector` finds.
  page.findBlocker = (selector) =>
    document.fullscreenElement ||
    [...DIALOGS.flatMap(find), ...(selector ? find(selector) : [])].find((element) => page.isVisible(element)) ||
    page.findBanner() ||
    (isCovered() && page.pinnedAt(innerWidth / 2, innerHeight / 2));
})();
