//! The HTML of a survey page.

/// Name and value of an attribute, the value not yet escaped.
pub(super) type Attribute = (&'static str, String);

/// The whole page. The sentence for browsers without JavaScript is in English, whatever the language of the page.
pub(super) fn page(title: &str, language: &str, attributes: &[Attribute]) -> String {
    let mut tag = String::from("<script async src=\"/nachklang.js\"");
    for (name, value) in attributes {
        tag += &format!(" {name}=\"{}\"", escaped(value));
    }
    format!(
        "<!doctype html>\n\
         <html lang=\"{language}\">\n\
         <meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n\
         <body>\n\
         {tag}></script>\n\
         <noscript><p lang=\"en\">This survey needs JavaScript. Please turn it on and load the page again.</p></noscript>\n",
        language = escaped(language),
        title = escaped(title),
    )
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
