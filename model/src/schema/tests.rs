use serde_json::Value;

#[test]
fn the_published_schemas_are_current() {
    for (published, schema) in [
        (include_str!("../../../docs/response.schema.json"), super::response()),
        (include_str!("../../../docs/forget.schema.json"), super::forget()),
        (include_str!("../../../docs/survey.schema.json"), super::survey_file()),
    ] {
        let published: Value = serde_json::from_str(published).unwrap();
        let title = &published["title"];
        assert!(published == *schema.as_value(), "{title} is out of date in docs/: run cargo xtask schema");
    }
}

#[test]
fn the_schemas_are_schemas() {
    for schema in [super::response(), super::forget(), super::survey_file()] {
        if let Err(error) = jsonschema::draft202012::meta::validate(schema.as_value()) {
            panic!("{error} at {}", error.instance_path());
        }
    }
}
