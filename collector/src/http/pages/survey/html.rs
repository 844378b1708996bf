//! The HTML of a survey page, and of the page for a link that leads nowhere.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use nachklang_model::context::Locale;
use sha2::{Digest, Sha256};

use super::texts::PageTexts;

/// Name and value of an attribute, the value not yet escaped.
pub(super) type Attribute = (&'static str, String);

/// A page, and the hashes by which its content-security policy allows what stands inline.
pub(super) struct Html {
    pub text: String,
    /// The source of the style, as a policy names it.
    pub style: String,
    /// The source of the inline script, where there is one.
    pub script: Option<String>,
}

/// What stands around the survey: the shop's name or logo above it, its legal pages below. What the operator has not set is left
/// out.
#[derive(Default)]
pub(super) struct Frame<'a> {
    pub shop: Option<&'a str>,
    pub accent: Option<&'a str>,
    pub logo: Option<&'a str>,
    pub imprint: Option<&'a str>,
    pub privacy: Option<&'a str>,
}

const STYLE: &str = include_str!("page.css");

impl Frame<'_> {
    /// The survey page.
    pub(super) fn survey(&self, title: &str, language: Option<&Locale>, attributes: &[Attribute]) -> Html {
        let texts = PageTexts::of(language);
        let mut tag = String::from("<script async src=\"/nachklang.js\"");
        for (name, value) in attributes {
            tag += &format!(" {name}=\"{}\"", escaped(value));
        }
        let no_script = escaped(texts.no_script);
        let main = format!("{tag}></script>\n<noscript><main><p>{no_script}</p></main></noscript>\n");
        self.html(title, language, &texts, &main, None)
    }

    /// The page for a link that leads nowhere: friendly words for who follows the link, and `details` in the console for who made
    /// it.
    pub(super) fn problem(&self, language: Option<&Locale>, details: &str) -> Html {
        let texts = PageTexts::of(language);
        let (title, text) = (escaped(texts.title), escaped(texts.text));
        let main = format!("<main>\n<h1>{title}</h1>\n<p>{text}</p>\n</main>\n");
        // A string of JSON is one of JavaScript, but in HTML it may not end the script.
        let message = serde_json::Value::from(format!("Nachklang: {details}")).to_string();
        let script = format!("console.error({})", message.replace('<', "\\u003c"));
        self.html(texts.title, language, &texts, &main, Some(script))
    }

    fn html(
        &self,
        title: &str,
        language: Option<&Locale>,
        texts: &PageTexts,
        main: &str,
        script: Option<String>,
    ) -> Html {
        let accent = |accent| format!(":root {{\n  --accent: {accent};\n}}\n");
        let style = format!("\n{STYLE}{}", self.accent.map(accent).unwrap_or_default());
        let inline = |script| format!("<script>{script}</script>\n");
        let text = format!(
            "<!doctype html>\n\
             <html lang=\"{language}\" dir=\"{direction}\">\n\
             <meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"robots\" content=\"noindex\">\n\
             <link rel=\"icon\" href=\"data:,\">\n\
             <title>{title}</title>\n\
             <style>{style}</style>\n\
             <body>\n\
             {header}{main}{footer}{script}",
            language = escaped(language.map_or("en", Locale::as_str)),
            direction = texts.direction,
            title = escaped(title),
            header = self.header(),
            footer = self.footer(texts),
            script = script.as_deref().map(inline).unwrap_or_default(),
        );
        Html { text, style: source(&style), script: script.as_deref().map(source) }
    }

    fn header(&self) -> String {
        let name = self.shop.map(escaped).unwrap_or_default();
        match self.logo {
            Some(logo) => format!("<header><img src=\"{}\" alt=\"{name}\"></header>\n", escaped(logo)),
            None if name.is_empty() => String::new(),
            None => format!("<header>{name}</header>\n"),
        }
    }

    fn footer(&self, texts: &PageTexts) -> String {
        let link = |(url, text): (Option<&str>, &str)| {
            Some(format!("<a href=\"{}\">{}</a>", escaped(url?), escaped(text)))
        };
        let links = [(self.imprint, texts.imprint), (self.privacy, texts.privacy)];
        let links: Vec<String> = links.into_iter().filter_map(link).collect();
        if links.is_empty() { String::new() } else { format!("<footer>{}</footer>\n", links.join(" ")) }
    }
}

/// An inline style or script as a content-security policy names it.
fn source(content: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(content)))
}

/// Text as it can stand in HTML, in a quoted attribute too.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\'' => escaped += "&#39;",
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn text_stays_text() {
        for (text, html) in [
            ("Hans & Söhne", "Hans &amp; Söhne"),
            ("\"><script>alert('x')</script>", "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"),
            ("&lt;", "&amp;lt;"),
            ("", ""),
        ] {
            assert_eq!(escaped(text), html);
        }
    }
}
