// Finds out whether the shopper consents, where the shop requires it (`data-consent`): from the browser's settings, or from the
// page's consent banner. A source says true or false, and undefined while the shopper has not decided. The build puts this file
// into glue.js.
(() => {
  const { page } = nachklang;
  const { settings } = page;
  // How many functions of the TCF are listened to at most. The first one is often a stub, which the real one replaces.
  const MAX_TCF_FUNCTIONS = 4;

  // Google's consent mode, by the page's calls of gtag(). A default holds until the shopper decides, often for some regions only,
  // so it is no decision. Of the updates that name analytics, the last one counts.
  const consentMode = () => {
    let given;
    for (const entry of [].concat(window.dataLayer || [])) {
      const isUpdate = entry?.[0] == "consent" && entry[1] == "update";
      const { analytics_storage: analytics, region } = (isUpdate && entry[2]) || {};
      if (analytics) given = analytics == "granted" && !region;
    }
    return given;
  };

  // Shopify's customer privacy. Its API may come late; the event may come without it.
  let collected;
  const shopifyPrivacy = () => {
    const api = window.Shopify?.customerPrivacy;
    const isAllowed = api?.analyticsProcessingAllowed ? api.analyticsProcessingAllowed() : collected;
    return typeof isAllowed == "boolean" ? isAllowed : undefined;
  };

  // The Transparency and Consent Framework (IAB TCF): what the shopper has decided, and whether the screen for that is open.
  let tcfConsent, isScreenOpen, wasVisible;
  const noteDecision = (data, isOk) => {
    const { eventStatus, gdprApplies, purpose } = (isOk && data) || {};
    if (eventStatus == "cmpuishown") isScreenOpen = true;
    if (!/^(tcloaded|useractioncomplete)$/.test(eventStatus)) return;
    isScreenOpen = false;
    const purposes = purpose?.consents || {};
    // Purpose 1 is to store on the device, purpose 9 to understand audiences.
    tcfConsent = gdprApplies === false || (purposes[1] === true && purposes[9] === true);
  };
  // Not every banner reports by an event that it was closed without a decision, and not every one has a status.
  const noteStatus = (status) => {
    const isVisible = status?.displayStatus == "visible";
    if (isVisible || wasVisible) isScreenOpen = isVisible;
    wasVisible = isVisible;
  };
  page.isConsentScreenOpen = () => isScreenOpen;

  const heard = [];
  const listenToTcf = () => {
    const tcf = window.__tcfapi;
    if (!tcf?.call) return;
    if (!heard.includes(tcf) && heard.length < MAX_TCF_FUNCTIONS) {
      heard.push(tcf);
      window.__tcfapi("addEventListener", 2, noteDecision);
    }
    window.__tcfapi("ping", 2, noteStatus);
  };

  // The shopper's consent, where the shop requires it; undefined where nothing says so. In doubt, the shopper does not consent: one
  // refusal outweighs every consent, and a banner by the TCF that has not answered is waited for.
  const findConsent = () => {
    if (!settings.consent) return;
    if (page.objectsToTracking) return false;
    const decisions = [tcfConsent, shopifyPrivacy(), consentMode()];
    if (decisions.includes(false)) return false;
    if ((window.__tcfapi || window.__tcfapiLocator) && !tcfConsent) return;
    return decisions.includes(true) || undefined;
  };

  // Deletes everything of ours from the device.
  page.clearStorage = () => {
    try {
      Object.keys(localStorage).forEach((name) => /^nachklang(:|$)/.test(name) && localStorage.removeItem(name));
    } catch {}
  };

  // What a function of the page gives, which may throw.
  const attempt = (run) => {
    try {
      return run();
    } catch {}
  };

  // Shoppers change their minds, so this looks again and again, and after each command. What the page says by a command holds until
  // the banner says something new.
  let bannerConsent, lastConsent;
  page.noteConsent = () => {
    attempt(listenToTcf);
    const found = attempt(findConsent);
    if (found !== undefined && found !== bannerConsent) page.consent = bannerConsent = found;
    if (page.consent !== lastConsent) {
      if (page.consent === false) page.clearStorage();
      // What is on screen goes with the consent.
      if (lastConsent && page.downloads) page.call(["withdraw"]);
      lastConsent = page.consent;
      // The loader notes the arrival again, and stores it if it may.
      page.touchpointKey = undefined;
    }
  };

  const noteCollected = ({ detail }) => {
    collected = detail?.analyticsAllowed;
    page.noteConsent();
  };
  document.addEventListener("visitorConsentCollected", noteCollected, page.ending);

  // A refusal by the browser's settings stands, whatever the page or its banner says later.
  if (settings.consent && page.objectsToTracking) Object.defineProperty(page, "consent", { get: () => false, set() {} });
  // A refusal that is older than this script still has to clear the storage, so it must differ from the last consent.
  lastConsent = page.consent === false ? undefined : page.consent;
  page.noteConsent();
  page.repeat(page.noteConsent);
  // A wrong value waits for consent, too. The widget reports it, and not only when consent has come.
  if (settings.consent && settings.consent != "required") page.call(["load"]);
})();
