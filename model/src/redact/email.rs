//! E-mail addresses: RFC 5321 (section 4.1.2) and RFC 5322 (section 3.4.1), with the letters of all languages (RFC 6531).
//!
//! Before the `@` stands at least a letter or a digit, behind it a domain with a dot whose end is no number. Local parts in
//! quotes and domains that are addresses in brackets are left alone: nobody has one.

use super::kind::Kind;
use super::signs::{Signs, WIDE, is_word};

pub(super) fn find(signs: &mut Signs) {
    for at in 0..signs.len() {
        if signs.at(at) != b'@' {
            continue;
        }
        if let (Some(start), Some(end)) = (local_start(signs, at), domain_end(signs, at + 1)) {
            signs.found(start, end, Kind::Email);
        }
    }
}

/// Where the local part before `at` starts, without signs of it that stand in front of its first letter or digit: they are
/// rather those of the text. A text without spaces leads directly to an address, so letters of such scripts belong to it only
/// where no others do.
fn local_start(signs: &Signs, at: usize) -> Option<usize> {
    let is_wide = signs.before(at) == WIDE;
    let mut start = None;
    let mut place = at;
    loop {
        let sign = signs.before(place);
        let counts = is_word(sign) || (is_wide && sign == WIDE);
        // RFC 5322, atext.
        if !counts && !b"!#$%&'*+-/=?^_`{|}~.".contains(&sign) {
            return start;
        }
        place -= 1;
        if counts {
            start = Some(place);
        }
    }
}

/// Where the domain ends that starts at a place: behind its last label that can be a top-level domain, of which only what is
/// in the script counts that it starts in.
fn domain_end(signs: &Signs, start: usize) -> Option<usize> {
    let mut end = None;
    let mut first = start;
    loop {
        let label = label_end(signs, first, true);
        let mut last = if signs.at(first) == WIDE { label } else { label_end(signs, first, false) };
        while last > first && signs.before(last) == b'-' {
            last -= 1;
        }
        if first > start && last > first + 1 && !signs.at(first).is_ascii_digit() {
            end = Some(last);
        }
        if label == first || signs.at(label) != b'.' {
            return end;
        }
        first = label + 1;
    }
}

fn label_end(signs: &Signs, first: usize, with_wide: bool) -> usize {
    let mut place = first;
    loop {
        let sign = signs.at(place);
        if !is_word(sign) && sign != b'-' && !(with_wide && sign == WIDE) {
            return place;
        }
        place += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, check_untouched};

    #[test]
    fn finds_addresses() {
        for address in [
            "jo@shop.example",
            "Jo.Doe@Shop.Example",
            "jo+news@shop.example",
            "jo_doe-2@mail.sub.shop.co.uk",
            "j@a.de",
            "1234567@web.de",
            "o'neil@shop.ie",
            "jo%a=b/c@shop.example",
            "jürgen@müller.example",
            "ju\u{308}rgen@mu\u{308}ller.example",
            "żółć@sklep.pl",
            "иван@почта.рф",
            "jo@例え.jp",
            "用户@例子.公司",
            "उपयोगकर्ता@उदाहरण.भारत",
            "jo@xn--mller-kva.example",
            "jo@shop.xn--p1ai",
            "jo@1und1.de",
            "jo@a-b.de",
            "jo＠shop．example",
            "ｊｏ＠ｓｈｏｐ．ｃｏｍ",
            "jo..doe.@shop.example",
        ] {
            check(&[(address, "[e-mail]"), (&["a ", address, ", b"].concat(), "a [e-mail], b")]);
        }
    }

    #[test]
    fn finds_addresses_in_their_surroundings() {
        check(&[
            ("jo@shop.de.", "[e-mail]."),
            ("jo@shop.de...", "[e-mail]..."),
            ("jo@shop.de- oder", "[e-mail]- oder"),
            ("<jo@shop.de>", "<[e-mail]>"),
            ("(jo@shop.de)", "([e-mail])"),
            ("'jo@shop.de'", "'[e-mail]'"),
            ("*jo@shop.de*", "*[e-mail]*"),
            ("mailto:jo@shop.de?subject=x", "mailto:[e-mail]?subject=x"),
            ("E-Mail:jo@shop.de", "E-Mail:[e-mail]"),
            ("a@b.de;c@d.de", "[e-mail];[e-mail]"),
            ("a@b.de@c.de", "[e-mail]@c.de"),
            ("@jo@mastodon.example", "@[e-mail]"),
            ("jo@shop.de.2", "[e-mail].2"),
            ("メールはjo@example.comまで", "メールは[e-mail]まで"),
            ("請寄jo@shop.cn。謝謝", "請寄[e-mail]。謝謝"),
            ("بريدي jo@shop.example، شكرا", "بريدي [e-mail]، شكرا"),
            ("jo@shop.de\njo@shop.de", "[e-mail]\n[e-mail]"),
        ]);
    }

    #[test]
    fn leaves_other_texts_alone() {
        check_untouched(&[
            "@shop.example",
            "@jo",
            "jo@localhost",
            "jo@shop",
            "jo@shop.e",
            "jo@.de",
            "jo@shop..de",
            "jo@-",
            "jo @ home",
            "jo@ shop.de",
            "2@9.99",
            "5 @ 1.299,00",
            "jo@192.168.0.1",
            "+@shop.de",
            "...@shop.de",
            "@@@",
            "a@b@c",
            "www.shop.example",
        ]);
    }
}
