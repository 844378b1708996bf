//! A tab at an edge of the page that opens a survey when it is asked for.

use leptos::mount::{UnmountHandle, mount_to_renderer};

use super::element::{Element, element};
use crate::host::Host;
use crate::settings::{Mode, Settings};
use crate::texts::Texts;

/// The tab on the page. Dropping it takes it off.
pub struct Tab {
    host: Host,
    _mounted: UnmountHandle<Element>,
}

impl Drop for Tab {
    fn drop(&mut self) {
        self.host.remove();
    }
}

impl Tab {
    /// Puts the tab on the page. `open` is called when it is used.
    pub fn new(settings: &Settings, texts: &Texts, open: impl Fn() + 'static) -> Option<Self> {
        let host = Host::new(settings, Mode::Tab, None).ok()?;
        let (label, direction) = (texts.get("region"), texts.get("direction"));
        let locale = texts.locale().to_owned();
        let mounted = mount_to_renderer(&host.root.clone(), move || {
            let tab = element("button", "tab");
            tab.attribute("type", "button")
                .attribute("lang", &locale)
                .attribute("dir", &direction)
                .text(&label);
            tab.on("click", move |_| open());
            tab
        });
        crate::theme::apply(&host, settings);
        Some(Self { host, _mounted: mounted })
    }
}
