//! The shop's brand colour, made readable.

use nachklang_model::text::{concat, decimal};
use nachklang_model::theme::{Colour, accent};

use crate::host::Host;
use crate::settings::Settings;

/// The surfaces of the stylesheet.
const LIGHT: Colour = Colour::WHITE;
const DARK: Colour = Colour([35, 34, 32]);

/// Derives the accent from `data-accent`, for light and for dark. Without it the stylesheet's own stays.
pub fn apply(host: &Host, settings: &Settings) {
    let Some(brand) = settings.accent else { return };
    let (light, dark) = (accent(brand, LIGHT), accent(brand, DARK));
    host.set_style("--rim", &light_dark(light.rim, dark.rim));
    host.set_style("--fill", &light_dark(light.fill, dark.fill));
    host.set_style("--on-fill", &light_dark(light.text, dark.text));
}

fn light_dark(light: Colour, dark: Colour) -> String {
    concat(&["light-dark(", &css(light), ",", &css(dark), ")"])
}

fn css(Colour([red, green, blue]): Colour) -> String {
    concat(&["rgb(", &decimal(red.into()), " ", &decimal(green.into()), " ", &decimal(blue.into()), ")"])
}
