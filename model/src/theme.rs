//! Colours that can be read: derived from a shop's brand colour, with the contrast WCAG 2.2 AA asks for.

/// A colour in sRGB: red, green and blue, each 0…255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// White.
    pub const WHITE: Self = Self([255; 3]);
    /// Black.
    pub const BLACK: Self = Self([0; 3]);

    /// Relative luminance, 0…1 (WCAG 2.2). The power of 2.4 in its definition is replaced by a cubic that stays within
    /// 0.004 of it, because the power alone would be a kilobyte of every shopper's download.
    fn luminance(self) -> f64 {
        let mut luminance = 0.0;
        for (channel, weight) in self.0.iter().zip(&[0.2126, 0.7152, 0.0722]) {
            let c = f64::from(*channel) / 255.0;
            luminance += weight * c * (c * (c * 0.305_306_011 + 0.682_171_111) + 0.012_522_878);
        }
        luminance
    }

    /// Contrast ratio, 1…21 (WCAG 2.2).
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance() + 0.05, other.luminance() + 0.05);
        if a > b { a / b } else { b / a }
    }

    /// This colour with `share` of 16 parts of another.
    fn mixed(self, other: Self, share: u16) -> Self {
        let mut mixed = [0; 3];
        for (index, channel) in mixed.iter_mut().enumerate() {
            let (own, others) = (u16::from(self.0[index]), u16::from(other.0[index]));
            *channel = ((own * (16 - share) + others * share) / 16) as u8;
        }
        Self(mixed)
    }
}

/// What stands out on a surface: what is chosen, and the main button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent {
    /// The line around the fill, and what is drawn thin. At least 3 : 1 against the surface (WCAG 1.4.11).
    pub rim: Colour,
    /// The fill.
    pub fill: Colour,
    /// The text on it. At least 4.5 : 1 (WCAG 1.4.3): of black and white one always has that.
    pub text: Colour,
}

/// The accent of a brand colour on a surface. The rim is the colour itself where it stands out enough, else as little darker
/// or lighter as it takes. On a light surface the fill stays the brand's own, because a bright colour that is darkened is
/// another one; on a dark one it is that of the rim.
pub fn accent(brand: Colour, surface: Colour) -> Accent {
    // A little more than asked for covers the approximation of the luminance.
    const ENOUGH: f64 = 3.1;
    let is_light = surface.luminance() > 0.18;
    let away = if is_light { Colour::BLACK } else { Colour::WHITE };
    let mut rim = brand;
    for share in 1..=16 {
        if rim.contrast(surface) >= ENOUGH {
            break;
        }
        rim = brand.mixed(away, share);
    }
    let fill = if is_light { brand } else { rim };
    let white = fill.contrast(Colour::WHITE);
    let text =
        if white >= fill.contrast(Colour::BLACK) || white >= 4.6 { Colour::WHITE } else { Colour::BLACK };
    Accent { rim, fill, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast by the letter of WCAG 2.2.
    fn exact(a: Colour, b: Colour) -> f64 {
        let luminance = |colour: Colour| {
            let [red, green, blue] = colour.0.map(|channel| {
                let c = f64::from(channel) / 255.0;
                if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
            });
            0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
        };
        let (a, b) = (luminance(a), luminance(b));
        (a / b).max(b / a)
    }

    #[test]
    fn every_brand_colour_can_be_read_on_every_surface() {
        let steps = || (0..=255u8).step_by(15);
        for surface in
            [[255, 255, 255], [35, 34, 32], [0, 0, 0], [250, 240, 200], [120, 120, 120], [20, 30, 80]]
        {
            let surface = Colour(surface);
            for (red, green, blue) in
                steps().flat_map(|r| steps().flat_map(move |g| steps().map(move |b| (r, g, b))))
            {
                let brand = Colour([red, green, blue]);
                let Accent { rim, fill, text } = accent(brand, surface);
                assert!(exact(rim, surface) >= 3.0, "{brand:?} on {surface:?}: {}", exact(rim, surface));
                assert!(exact(text, fill) >= 4.5, "{text:?} on {fill:?}: {}", exact(text, fill));
            }
        }
    }

    #[test]
    fn a_colour_that_stands_out_stays_as_it_is() {
        for brand in [[0, 80, 160], [200, 0, 40], [0, 140, 120]] {
            let Accent { rim, fill, .. } = accent(Colour(brand), Colour::WHITE);
            assert_eq!((rim, fill), (Colour(brand), Colour(brand)));
        }
        let yellow = Colour([255, 230, 0]);
        assert_eq!(accent(yellow, Colour::BLACK).rim, yellow);
        assert_eq!(accent(yellow, Colour::WHITE).fill, yellow);
        assert_ne!(accent(yellow, Colour::WHITE).rim, yellow);
    }

    #[test]
    fn a_dark_colour_is_lighter_on_a_dark_surface() {
        let Accent { rim, fill, .. } = accent(Colour([10, 30, 90]), Colour([35, 34, 32]));
        assert_eq!(fill, rim);
        assert!(fill.luminance() > Colour([10, 30, 90]).luminance());
    }
}
