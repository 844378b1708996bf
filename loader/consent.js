// Finds out whether the shopper consents, where the shop requires it (`data-consent`): from the browser's settings, or from the
// page's consent banner. The build puts this file into glue.js.
(() => {
  const { page } = nachklang;
  const { settings } = page;
  const LOOK_INTERVAL_MS = 500;

  // Where Google's consent mode stands, by the page's calls of gtag(); undefined where the page does not use it.
  const consentMode = () => {
    let given;
    for (const entry of [].concat(window.dataLayer || [])) {
      const analytics = entry && entry[0] == "consent" && entry[2]?.analytics_storage;
      if (analytics) given = analytics == "granted";
    }
    return given;
  };

  // What a banner by the Transparency and Consent Framework (IAB TCF) says. It calls back whenever the shopper decides.
  let tcf;
  const listenToTcf = () => {
    tcf = {};
    window.__tcfapi("addEventListener", 2, (data, isOk) => {
      if (!isOk || data.eventStatus == "cmpuishown") return;
      const purposes = data.purpose?.consents || {};
      // Purpose 1 is to store on the device, purpose 9 to understand audiences.
      tcf.isGiven = data.gdprApplies === false || !!(purposes[1] && purposes[9]);
    });
  };

  // The shopper's consent, where the shop requires it, by the browser's settings or the page's consent banner; undefined where
  // nothing says so.
  const findConsent = () => {
    if (!settings.consent) return;
    if (page.objectsToTracking) return false;
    if (window.__tcfapi && !tcf) listenToTcf();
    if (tcf) return tcf.isGiven;
    const shopify = window.Shopify?.customerPrivacy;
    return shopify?.analyticsProcessingAllowed ? shopify.analyticsProcessingAllowed() : consentMode();
  };

  // Deletes everything of ours from the device.
  page.clearStorage = () => {
    try {
      Object.keys(localStorage).forEach((name) => /^nachklang(:|$)/.test(name) && localStorage.removeItem(name));
    } catch {}
  };

  // Shoppers change their minds, so this looks again and again. What the page says by a command holds until the banner says
  // something new.
  let bannerConsent, lastConsent;
  const lookAtConsent = () => {
    const found = findConsent();
    if (found !== undefined && found !== bannerConsent) page.consent = bannerConsent = found;
    if (page.consent !== lastConsent) {
      lastConsent = page.consent;
      if (lastConsent === false) page.clearStorage();
      // The loader notes the arrival again, and stores it if it may.
      page.touchpointKey = undefined;
    }
  };

  // A refusal by the browser's settings stands, whatever the page or its banner says later.
  if (settings.consent && page.objectsToTracking) Object.defineProperty(page, "consent", { get: () => false, set() {} });
  // A refusal that is older than this script still has to clear the storage, so it must differ from the last consent.
  lastConsent = page.consent === false ? undefined : page.consent;
  lookAtConsent();
  setInterval(lookAtConsent, LOOK_INTERVAL_MS);
})();
