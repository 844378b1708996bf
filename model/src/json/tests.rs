use super::*;

#[test]
fn writes_what_it_read() {
    let text = r#"{"b":[1,-2,0.5,true,null,"x\"y"],"a":{}}"#;
    let json: Json = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&json).unwrap(), text);
}

#[test]
fn what_is_taken_is_gone() {
    let mut json: Json = serde_json::from_str(r#"{"a":[1],"b":2}"#).unwrap();
    assert_eq!(json.take("a"), Json::Array(vec![Json::Number(1.0)]));
    assert_eq!((json.take("a"), json.take("c"), json.number("b")), (Json::Null, Json::Null, Some(2.0)));
    assert_eq!(Json::Number(1.0).take("a"), Json::Null);
}

#[test]
fn describes_numbers_as_they_were_written() {
    for (number, text) in [
        (0.0, "0"),
        (11.0, "11"),
        (-3.0, "-3"),
        (4.5, "4.5"),
        (-0.25, "-0.25"),
        (1.001, "1.001"),
        (1e300, "a very large number"),
    ] {
        assert_eq!(Json::Number(number).described(), text);
    }
}
