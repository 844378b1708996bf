// What is only needed when the first question is on screen. It comes with the rest of the program, and the shell (shell.js)
// calls it with what the glue of the first part shares. The build puts the glue of the rest in the place of GLUE.
(() => {
  // How many pixels of the page's lower end the on-screen keyboard covers; none where the page is zoomed.
  const keyboard = () => {
    const view = window.visualViewport;
    return view && view.scale == 1 ? Math.max(0, innerHeight - view.height - view.offsetTop) : 0;
  };

  // Whether the card in this root lies over the page's focused element or one the selector finds.
  const covers = (root, selector) => {
    const named = selector ? [...document.querySelectorAll(selector)] : [];
    const focused = document.activeElement;
    if (focused && focused != document.body && focused != root.getRootNode().host)
      named.push((focused.shadowRoot && focused.shadowRoot.activeElement) || focused);
    const card = root.firstChild.getBoundingClientRect();
    return named.some((element) => {
      const box = element.getBoundingClientRect();
      return box.width && box.left < card.right && box.right > card.left && box.top < card.bottom && box.bottom > card.top;
    });
  };

  // In hexadecimal digits; nothing on pages without https, where browsers do not hash.
  const sha256 = async (text) =>
    crypto.subtle &&
    [...new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("");

  // `imports` is what only the rest of the program imports from the page; `facts` is what only that asks of the page, beside
  // the shell's own facts.
  nachklang.later = (shared) => {
    GLUE
    return {
      imports,
      facts: {
        sha256,
        get keyboard() {
          return keyboard();
        },
        covers,
      },
    };
  };
})();
