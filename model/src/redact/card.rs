//! Numbers of payment cards (ISO/IEC 7812): 13 to 19 digits whose first say the issuer and whose last is a check digit.

use super::kind::Kind;
use super::signs::{Signs, is_word};

/// The first four digits from … to …, and how long a number of such a card is: a bit for each length, see [`lengths`].
struct Issuer(u16, u16, u8);

/// What the issuers say about their numbers. A six may be Discover, UnionPay, RuPay or Maestro; of the lengths a Maestro card
/// can have only those are here that some have.
const ISSUERS: [Issuer; 15] = [
    Issuer(2200, 2204, lengths(16, 19)), // Mir
    Issuer(2221, 2720, lengths(16, 16)), // Mastercard
    Issuer(3000, 3059, lengths(14, 19)), // Diners Club
    Issuer(3095, 3095, lengths(14, 19)), // Diners Club
    Issuer(3400, 3499, lengths(15, 15)), // American Express
    Issuer(3528, 3589, lengths(16, 19)), // JCB
    Issuer(3600, 3699, lengths(14, 19)), // Diners Club
    Issuer(3700, 3799, lengths(15, 15)), // American Express
    Issuer(3800, 3999, lengths(14, 19)), // Diners Club
    Issuer(4000, 4999, lengths(13, 13) | lengths(16, 16) | lengths(19, 19)), // Visa
    Issuer(5000, 5099, lengths(13, 19)), // Maestro, RuPay, Elo, Verve
    Issuer(5100, 5599, lengths(16, 16)), // Mastercard
    Issuer(5600, 5899, lengths(13, 19)), // Maestro
    Issuer(6000, 6999, lengths(16, 19)), // Discover, UnionPay, RuPay, Maestro
    Issuer(8100, 8299, lengths(16, 19)), // UnionPay, RuPay
];

const SHORTEST: usize = 13;
const MAX_DIGITS: usize = 19;

/// The bits of lengths from … to ….
const fn lengths(least: usize, most: usize) -> u8 {
    ((1 << (most + 1 - SHORTEST)) - (1 << (least - SHORTEST))) as u8
}

pub(super) fn find(signs: &mut Signs) {
    for start in 0..signs.len() {
        if signs.at(start).is_ascii_digit()
            && is_start(signs, start)
            && let Some(end) = end(signs, start)
        {
            signs.found(start, end, Kind::Card);
        }
    }
}

/// Four digits in a group before or behind are part of a longer number; fewer are the month, the year or the code on the back.
const GROUP: usize = 4;

/// Whether a number can start here: not in a word, not behind the `+` of a phone number, not in a longer number.
fn is_start(signs: &Signs, start: usize) -> bool {
    let before = signs.before(start);
    let mut group = 0;
    while is_between(before)
        && group < GROUP
        && start > group + 1
        && signs.at(start - 2 - group).is_ascii_digit()
    {
        group += 1;
    }
    !is_word(before) && before != b'+' && group < GROUP
}

fn is_between(sign: u8) -> bool {
    b" -.".contains(&sign)
}

/// Where the number ends that starts at a place, the longest there is. It is in one piece or in groups, of which only the last
/// may have less than three digits.
fn end(signs: &Signs, start: usize) -> Option<usize> {
    let mut read = [0; MAX_DIGITS];
    let mut count = 0;
    let mut place = start;
    let mut end = None;
    loop {
        let group = signs.digits(place, MAX_DIGITS + 1 - count);
        if group == 0 || count + group > MAX_DIGITS {
            return end;
        }
        for digit in signs.between(place, place + group) {
            read[count] = digit - b'0';
            count += 1;
        }
        place += group;
        let goes_on = is_between(signs.at(place)) && signs.digits(place + 1, GROUP) == GROUP;
        if !goes_on && !is_word(signs.at(place)) && is_card(&read[..count]) {
            end = Some(place);
        }
        if group < 3 || !is_between(signs.at(place)) {
            return end;
        }
        place += 1;
    }
}

/// Whether these digits are a number an issuer gives out. What is an article number (EAN-13) as well is taken for one: the
/// only cards with 13 digits that begin like those of Germany are Visa's of the last century.
fn is_card(digits: &[u8]) -> bool {
    let mut prefix = 0;
    for digit in digits.iter().take(4) {
        prefix = prefix * 10 + u16::from(*digit);
    }
    let is_issued = digits.len() >= SHORTEST
        && ISSUERS.iter().any(|Issuer(first, last, lengths)| {
            prefix >= *first && prefix <= *last && lengths >> (digits.len() - SHORTEST) & 1 == 1
        });
    is_issued && checksum(digits, 2) == 0 && !(digits.len() == SHORTEST && checksum(digits, 3) == 0)
}

/// What is left of the sum of the digits divided by 10, every second from the right counted `weight` times. It is 0 where the
/// check digit is right. With 2 that is the formula of Luhn (ISO/IEC 7812-1, annex B), which takes 9 off what is greater; with 3
/// that of the GS1 General Specifications (section 7.9), of which an EAN-13 is one.
fn checksum(digits: &[u8], weight: u8) -> u8 {
    let mut sum = 0;
    let mut is_weighted = false;
    for digit in digits.iter().rev() {
        let counted = if is_weighted { digit * weight } else { *digit };
        sum += if weight == 2 && counted > 9 { counted - 9 } else { counted };
        is_weighted = !is_weighted;
    }
    sum % 10
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, check_untouched};
    use super::{ISSUERS, Issuer, MAX_DIGITS, SHORTEST, checksum};

    #[test]
    fn finds_the_test_numbers_of_the_networks() {
        for number in [
            "4111 1111 1111 1111",
            "4111-1111-1111-1111",
            "4111111111111111",
            "4012 8888 8888 1881",
            "4222 2222 2222 2",
            "5555 5555 5555 4444",
            "5105105105105100",
            "2223 0031 2200 3222",
            "2720992720992729",
            "3782 822463 10005",
            "371449635398431",
            "3056 930902 5904",
            "38520000023237",
            "3600 666633 3344",
            "6011 1111 1111 1117",
            "6011000990139424",
            "3530 1113 3330 0000",
            "3566002020360505",
            "6200 0000 0000 0005",
            "6205 5000 0000 0000 004",
            "6759 6498 2643 8453",
            "5018 0000 0000 0009",
            "2200 0000 0000 0004",
            "8171 9999 2766 0000",
            "４１１１　１１１１　１１１１　１１１１",
            "٤١١١ ١١١١ ١١١١ ١١١١",
            "4111.1111.1111.1111",
        ] {
            check(&[(number, "[card]"), (&["a ", number, ", b"].concat(), "a [card], b")]);
        }
    }

    #[test]
    fn every_issuer_is_found_in_every_length_it_has() {
        for Issuer(first, last, lengths) in ISSUERS {
            for prefix in [first, last] {
                for length in (SHORTEST..=MAX_DIGITS).filter(|length| lengths >> (length - SHORTEST) & 1 == 1)
                {
                    // One of the two fillings is no article number.
                    let found = [0, 7].map(|fill| {
                        let mut digits: Vec<u8> =
                            prefix.to_string().bytes().map(|digit| digit - b'0').collect();
                        digits.resize(length - 1, fill);
                        digits.push(0);
                        *digits.last_mut().unwrap() = (10 - checksum(&digits, 2)) % 10;
                        let text: String = digits.iter().map(u8::to_string).collect();
                        super::super::redact(&text).text == "[card]"
                    });
                    assert!(found.contains(&true), "{prefix} with {length} digits");
                }
            }
        }
    }

    #[test]
    fn finds_them_in_their_surroundings() {
        check(&[
            ("Visa:4111111111111111.", "Visa:[card]."),
            ("4111 1111 1111 1111 12/27 123", "[card] 12/27 123"),
            ("4111 1111 1111 1111, 12/27", "[card], 12/27"),
            ("カード4111111111111111です", "カード[card]です"),
            ("4111 1111 1111 1111 / 5555 5555 5555 4444", "[card] / [card]"),
        ]);
    }

    #[test]
    fn leaves_other_numbers_alone() {
        check_untouched(&[
            "4111 1111 1111 1112",
            "4111111111111112",
            "41111111111111111111",
            "4111 1111 1111 1111 1111",
            "1234 4111 1111 1111 1111",
            "14111111111111111",
            "A4111111111111111",
            "4111111111111111A",
            "4111 1111  1111 1111",
            "1111111111111117",
            "9400100000000000000000",
            "7992739871300005",
            "356938035643809",
            "490154203237518",
            "4006381333931",
            "4011200296908",
            "4260107220015",
            "5901234123457",
            "9783161484100",
            "40 42 44 46 48 50 52 54",
            "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
            "4111,1111,1111,1111",
            "411111111111",
        ]);
    }
}
