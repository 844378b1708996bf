// Knows the consent banners of pages: those of the usual providers by their marks, any other by what it says. The build puts this
// file into glue.js.
(() => {
  const { page } = nachklang;
  // How long a known banner may take to fade in or to slide in.
  const ARRIVAL_MS = 5000;
  // Where in the window other banners are looked for, as shares of width and height.
  const SAMPLES = [0.04, 0.1, 0.5, 0.75, 0.9, 0.96];

  const BANNERS =
    "#onetrust-banner-sdk,#CybotCookiebotDialog,#didomi-notice,.didomi-popup-container,.qc-cmp2-container,[id^=sp_message_container]," +
    ".cky-consent-container,.cky-consent-bar,#cookiescript_injected,#iubenda-cs-banner,.cc-window,#cmpbox,#shopify-pc__banner," +
    ".cookie-notice,.cookie-modal,#truste-consent-track,.osano-cm-dialog,.cookie-permission-container,#cc-main .cm,.orejime-Banner," +
    "#tarteaucitronAlertBig,.CookieConsent,.cookie__bar,.cookie__floating,.cmplz-cookiebanner,#pandectes-banner,.brlbs-cmpnt-dialog," +
    ".fc-consent-root,.cookie-though[aria-hidden=false]";
  // These elements stay, with a button that opens the banner again. The banner is there when there is more than one.
  const HOSTS =
    "#usercentrics-root,#usercentrics-cmp-ui,#didomi-host,#BorlabsCookieBox,#axeptio_overlay,.cookiefirst-root,#cmpwrapper," +
    "#termly-code-snippet-support,csm-cookie-consent";

  // What most banners speak of. The words of other languages come with the deferred part (deferred.js).
  page.bannerWords = /cookie|consen|gdpr|dsgvo|rgpd/i;
  // A bar with a price sells. In some shops it sells cookies.
  const PRICE = /\d[.,]\d\d(?!\d)/;

  // Browsers find each by itself quicker than all in one list.
  const find = (selectors) => selectors.split(",").flatMap((selector) => [...document.querySelectorAll(selector)]);
  const controlsIn = (root) => [...root.querySelectorAll("a,button,[role=button]")];

  // When a banner was first found laid out.
  const foundAt = new WeakMap();
  const isArriving = (element) => {
    if (!element.getClientRects().length || getComputedStyle(element).visibility == "hidden") return;
    if (!foundAt.has(element)) foundAt.set(element, Date.now());
    return Date.now() - foundAt.get(element) < ARRIVAL_MS;
  };
  const isThere = (element) => page.isVisible(element) || isArriving(element);

  const isOpenIn = (host) => controlsIn(host.shadowRoot || host).filter(isThere).length > 1;

  // Whether an element that is pinned to the window speaks of cookies, beside a button. A tab that leads to the settings consists of
  // its button alone, and the head of the page leads to many things.
  const isBanner = (element) => {
    const text = element?.innerText;
    if (!text || !page.bannerWords.test(text) || PRICE.test(text) || element.closest("nav,header")) return;
    const controls = controlsIn(element);
    const rest = controls.reduce((rest, control) => rest.replace(control.innerText, ""), text);
    return controls.length && rest.trim().length > 5 && page.isVisible(element);
  };

  // The consent banner that is there, or the page where only the banner itself says that it is.
  page.findBanner = () =>
    find(BANNERS).find(isThere) ||
    find(HOSTS).find(isOpenIn) ||
    (page.isConsentScreenOpen() && document.body) ||
    SAMPLES.flatMap((x) => SAMPLES.map((y) => page.pinnedAt(innerWidth * x, innerHeight * y))).find(isBanner);
})();
