//! A tab at an edge of the page that opens a survey when it is asked for.

use nachklang_model::context::WokenBy;

use super::looks;
use crate::app::App;
use crate::host::Host;
use crate::settings::Mode;
use crate::theme;
use crate::view::Mounted;
use crate::view::element::element;

/// The tab on the page. Dropping it takes it off.
pub struct Tab {
    host: Host,
    _mounted: Mounted,
}

impl Drop for Tab {
    fn drop(&mut self) {
        self.host.remove();
    }
}

/// Puts the tab on the page.
#[inline(never)]
pub fn put_tab(app: &'static App) {
    let Ok(host) = Host::new(&app.settings, Mode::Tab, None) else { return };
    looks::complete(&host);
    let mounted = Mounted::on(&host.root, move || {
        let texts = &app.texts;
        let tab = element("button", "tab");
        tab.attribute("type", "button")
            .attribute("lang", &texts.locale)
            .attribute("dir", &texts.get("direction"))
            .text(&texts.get("region"));
        tab.on("click", move |_| app.show_first(WokenBy::Call, true));
        tab
    });
    theme::apply(&host, &app.settings);
    app.tab.replace(Some(Tab { host, _mounted: mounted }));
}
