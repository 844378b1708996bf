//! International bank account numbers (ISO 13616).

use super::kind::Kind;
use super::signs::{Signs, is_word};

/// The countries of the IBAN registry and the length of an IBAN there. Territories that use the code of another country, such
/// as Guadeloupe and Jersey, have no row. (SWIFT, IBAN Registry, release 101)
const COUNTRIES: &[u8] = b"AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24\
    FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27\
    MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28\
    TL23TN24TR26UA29VA22VG24XK20YE30";

/// The longest there can be.
const MAX_LENGTH: usize = 34;

pub(super) fn find(signs: &mut Signs) {
    for start in 0..signs.len() {
        if signs.at(start).is_ascii_alphabetic()
            && !is_word(signs.before(start))
            && let Some(end) = end(signs, start)
        {
            signs.found(start, end, Kind::Iban);
        }
    }
}

/// Where the IBAN ends that starts at a place. It may be written in groups of any size. Half of it or more are digits, as in
/// all that banks give out: else a sentence of short words would be one now and then.
fn end(signs: &Signs, start: usize) -> Option<usize> {
    let mut read = [0; MAX_LENGTH];
    let mut length = MAX_LENGTH;
    let mut digits = 0;
    let mut count = 0;
    let mut place = start;
    while count < length {
        let sign = signs.at(place);
        if sign.is_ascii_alphanumeric() {
            if (count < 2) != sign.is_ascii_alphabetic() && count < 4 {
                return None;
            }
            digits += usize::from(sign.is_ascii_digit());
            read[count] = sign.to_ascii_uppercase();
            count += 1;
            if count == 4 {
                length = length_in(read[0], read[1])?;
            }
        } else if !b" -.".contains(&sign) || !signs.at(place + 1).is_ascii_alphanumeric() {
            return None;
        }
        place += 1;
    }
    let read = &read[..length];
    (!is_word(signs.at(place)) && digits * 2 >= length && remainder(read) == 1).then_some(place)
}

fn length_in(first: u8, second: u8) -> Option<usize> {
    let row = COUNTRIES.chunks_exact(4).find(|row| row[0] == first && row[1] == second)?;
    Some(usize::from(row[2] - b'0') * 10 + usize::from(row[3] - b'0'))
}

/// What is left of an IBAN divided by 97, which is 1 where its check digits are right (ISO/IEC 7064, MOD 97-10): letters count
/// 10 to 35, and the country and the check digits stand behind the rest.
fn remainder(iban: &[u8]) -> u32 {
    let mut remainder = 0;
    for sign in iban[4..].iter().chain(&iban[..4]) {
        remainder = match sign {
            b'0'..=b'9' => remainder * 10 + u32::from(sign - b'0'),
            _ => remainder * 100 + u32::from(sign - b'A') + 10,
        } % 97;
    }
    remainder
}

#[cfg(test)]
mod tests {
    use super::super::redact;
    use super::super::tests::{check, check_untouched};
    use super::{COUNTRIES, MAX_LENGTH};

    /// The examples of the registry, one for each country.
    const EXAMPLES: [&str; 89] = [
        "AD12 0001 2030 2003 5910 0100",
        "AE07 0331 2345 6789 0123 456",
        "AL47 2121 1009 0000 0002 3569 8741",
        "AT61 1904 3002 3457 3201",
        "AZ21 NABZ 0000 0000 1370 1000 1944",
        "BA39 1290 0794 0102 8494",
        "BE68 5390 0754 7034",
        "BG80 BNBG 9661 1020 3456 78",
        "BH67 BMAG 0000 1299 1234 56",
        "BI42 10000 10001 00003320451 81",
        "BR18 0036 0305 0000 1000 9795 493C 1",
        "BY13 NBRB 3600 9000 0000 2Z00 AB00",
        "CH93 0076 2011 6238 5295 7",
        "CR05 0152 0200 1026 2840 66",
        "CY17 0020 0128 0000 0012 0052 7600",
        "CZ65 0800 0000 1920 0014 5399",
        "DE89 3704 0044 0532 0130 00",
        "DJ21 0001 0000 0001 5400 0100 186",
        "DK50 0040 0440 1162 43",
        "DO28 BAGR 0000 0001 2124 5361 1324",
        "EE38 2200 2210 2014 5685",
        "EG38 0019 0005 0000 0000 2631 8000 2",
        "ES91 2100 0418 4502 0005 1332",
        "FI21 1234 5600 0007 85",
        "FK88 SC12 3456 7890 12",
        "FO62 6460 0001 6316 34",
        "FR14 2004 1010 0505 0001 3M02 606",
        "GB29 NWBK 6016 1331 9268 19",
        "GE29 NB00 0000 0101 9049 17",
        "GI75 NWBK 0000 0000 7099 453",
        "GL89 6471 0001 0002 06",
        "GR16 0110 1250 0000 0001 2300 695",
        "GT82 TRAJ 0102 0000 0012 1002 9690",
        "HN88 CABF 0000 0000 0002 5000 5469",
        "HR12 1001 0051 8630 0016 0",
        "HU42 1177 3016 1111 1018 0000 0000",
        "IE29 AIBK 9311 5212 3456 78",
        "IL62 0108 0000 0009 9999 999",
        "IQ98 NBIQ 8501 2345 6789 012",
        "IS14 0159 2600 7654 5510 7303 39",
        "IT60 X054 2811 1010 0000 0123 456",
        "JO94 CBJO 0010 0000 0000 0131 0003 02",
        "KW81 CBKU 0000 0000 0000 1234 5601 01",
        "KZ86 125K ZT50 0410 0100",
        "LB62 0999 0000 0001 0019 0122 9114",
        "LC55 HEMM 0001 0001 0012 0012 0002 3015",
        "LI21 0881 0000 2324 013A A",
        "LT12 1000 0111 0100 1000",
        "LU28 0019 4006 4475 0000",
        "LV80 BANK 0000 4351 9500 1",
        "LY83 002 048 000020100120361",
        "MC58 1122 2000 0101 2345 6789 030",
        "MD24 AG00 0225 1000 1310 4168",
        "ME25 5050 0001 2345 6789 51",
        "MK07 2501 2000 0058 984",
        "MN12 1234 1234 5678 9123",
        "MR13 0002 0001 0100 0012 3456 753",
        "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
        "MU17 BOMM 0101 1010 3030 0200 000M UR",
        "NI45 BAPR 0000 0013 0000 0355 8124",
        "NL91 ABNA 0417 1643 00",
        "NO93 8601 1117 947",
        "OM81 0180 0000 0129 9123 456",
        "PK36 SCBL 0000 0011 2345 6702",
        "PL61 1090 1014 0000 0712 1981 2874",
        "PS92 PALS 0000 0000 0400 1234 5670 2",
        "PT50 0002 0123 1234 5678 9015 4",
        "QA58 DOHB 0000 1234 5678 90AB CDEF G",
        "RO49 AAAA 1B31 0075 9384 0000",
        "RS35 2600 0560 1001 6113 79",
        "RU03 0445 2522 5408 1781 0538 0913 1041 9",
        "SA03 8000 0000 6080 1016 7519",
        "SC18 SSCB 1101 0000 0000 0000 1497 USD",
        "SD21 2901 0501 2340 01",
        "SE45 5000 0000 0583 9825 7466",
        "SI56 2633 0001 2039 086",
        "SK31 1200 0000 1987 4263 7541",
        "SM86 U032 2509 8000 0000 0270 100",
        "SO21 1000 0010 0100 0100 141",
        "ST23 0001 0001 0051 8453 1014 6",
        "SV62 CENR 0000 0000 0000 0070 0025",
        "TL38 0080 0123 4567 8910 157",
        "TN59 1000 6035 1835 9847 8831",
        "TR33 0006 1005 1978 6457 8413 26",
        "UA21 3223 1300 0002 6007 2335 6600 1",
        "VA59 001 1230 0001 2345 678",
        "VG96 VPVG 0000 0123 4567 8901",
        "XK05 1212 0123 4567 8906",
        "YE15 CBYE 0001 0188 6123 4567 8912 34",
    ];

    #[test]
    fn finds_those_of_every_country_in_the_registry() {
        let mut rows = COUNTRIES.chunks_exact(4);
        assert_eq!(COUNTRIES.len(), 4 * EXAMPLES.len());
        for example in EXAMPLES {
            let compact = example.replace(' ', "");
            let row = [&compact[..2], &compact.len().to_string()].concat();
            assert_eq!(rows.next(), Some(row.as_bytes()));
            assert!(compact.len() <= MAX_LENGTH);
            let lower = example.to_lowercase();
            let around = ["IBAN: ", example, " danke"].concat();
            check(&[
                (example, "[iban]"),
                (&compact, "[iban]"),
                (&lower, "[iban]"),
                (&example.replace(' ', "-"), "[iban]"),
                (&example.replace(' ', "\u{a0}"), "[iban]"),
                (&around, "IBAN: [iban] danke"),
            ]);
        }
    }

    #[test]
    fn a_single_wrong_digit_is_noticed() {
        for example in EXAMPLES {
            let compact = example.replace(' ', "");
            for (at, digit) in compact.char_indices().filter(|(_, char)| char.is_ascii_digit()) {
                let wrong = if digit == '9' { "0" } else { "9" };
                let text = [&compact[..at], wrong, &compact[at + 1..]].concat();
                assert!(!redact(&text).text.contains("[iban]"), "{text}");
            }
        }
    }

    #[test]
    fn finds_them_in_their_surroundings() {
        check(&[
            ("IBAN:DE89370400440532013000.", "IBAN:[iban]."),
            ("DE 89 3704 0044 0532 0130 00", "[iban]"),
            ("DE89 37040044 0532013000", "[iban]"),
            ("(DE89370400440532013000)", "([iban])"),
            ("口座はNL91ABNA0417164300です", "口座は[iban]です"),
            ("ＤＥ８９３７０４００４４０５３２０１３０００", "[iban]"),
            ("DE89 3704 0044 0532 0130 00 0171 1234567", "[iban] [phone]"),
            ("DE89370400440532013000, NL91ABNA0417164300", "[iban], [iban]"),
        ]);
    }

    #[test]
    fn leaves_other_texts_alone() {
        check_untouched(&[
            "DE89 3704 0044 0532 0130 01",
            "DE88370400440532013000",
            "DE8937040044053201300",
            "DE893704004405320130000",
            "DE89370400440532013000X",
            "XDE89370400440532013000",
            "1DE89370400440532013000",
            "ÄDE89370400440532013000",
            "DE89 3704 0044  0532 0130 00",
            "DE89\n3704\n0044\n0532\n0130\n00",
            "US64SVBKUS6S3300958879",
            "XX89370400440532013000",
            "D889370400440532013000",
            "DEA9370400440532013000",
            "DE",
            "de 12345678",
            "no 12 bis 24 stunden und mehr 1234567",
            "FR14ABCDEFGHIJKLMNOPQRSTUVW 1234567",
        ]);
    }
}
