//! Converts JSON Schema to TypeScript, as far as our schemas need it. An unknown keyword is an error: otherwise a type could say
//! less than its schema, and nobody would notice.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

/// The prefix of every type. Without it, names such as `Order` and `Page` would clash with those of many shops.
const PREFIX: &str = "Nachklang";

/// Keywords of a schema that do not change the type, or that TypeScript cannot express.
const IGNORED: [&str; 15] = [
    "$schema",
    "$defs",
    "title",
    "description",
    "format",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "maxProperties",
    "propertyNames",
];

/// The longest type, in characters, that stays on one line.
const MAX_WIDTH: usize = 100;

/// The declarations of a schema and of its definitions.
pub fn declarations(name: &str, schema: &Value) -> Result<String> {
    let mut all = vec![declaration(name, schema)?];
    for (name, schema) in schema["$defs"].as_object().into_iter().flatten() {
        all.push(declaration(name, schema)?);
    }
    Ok(all.join("\n"))
}

/// The declaration of one type.
pub fn declaration(name: &str, schema: &Value) -> Result<String> {
    let declared = type_of(schema).with_context(|| format!("no type for {name}"))?;
    let is_interface = schema["properties"].is_object() && !is_union(schema);
    let declared = if is_interface {
        format!("interface {PREFIX}{name} {declared}")
    } else if declared.starts_with('\n') {
        format!("type {PREFIX}{name} ={declared};")
    } else {
        format!("type {PREFIX}{name} = {declared};")
    };
    Ok(format!("{}export {declared}\n", comment(schema)))
}

/// The type of a schema. Where it has several lines, those after the first are indented as in a declaration.
fn type_of(schema: &Value) -> Result<String> {
    let schema = schema.as_object().context("a schema that is no object")?;
    let mut keywords: Vec<&str> = schema.keys().map(String::as_str).collect();
    keywords.retain(|keyword| !IGNORED.contains(keyword));
    keywords.sort_unstable();
    match keywords[..] {
        ["$ref"] => reference_to(&schema["$ref"]),
        ["const"] | ["const", "type"] => Ok(schema["const"].to_string()),
        ["enum"] | ["enum", "type"] => {
            Ok(join(items(&schema["enum"])?.iter().map(Value::to_string).collect()))
        }
        ["anyOf"] => union(&schema["anyOf"]),
        ["oneOf"] | ["oneOf", "type"] => union(&schema["oneOf"]),
        ["items", "type"] => Ok(array(&type_of(&schema["items"])?)),
        ["additionalProperties", "type"] => {
            Ok(format!("{{ [name: string]: {} }}", type_of(&schema["additionalProperties"])?))
        }
        ["properties"]
        | ["properties", "type"]
        | ["properties", "required"]
        | ["properties", "required", "type"] => object(schema),
        ["type"] => match &schema["type"] {
            Value::Array(types) => Ok(join(types.iter().map(primitive).collect::<Result<_>>()?)),
            one => primitive(one),
        },
        _ => bail!("no TypeScript type for a schema of {}", keywords.join(", ")),
    }
}

fn primitive(name: &Value) -> Result<String> {
    Ok(match name.as_str() {
        Some("integer") => "number".into(),
        Some(name @ ("string" | "number" | "boolean" | "null")) => name.into(),
        _ => bail!("no TypeScript type for the type {name}"),
    })
}

fn reference_to(reference: &Value) -> Result<String> {
    let name = reference.as_str().and_then(|reference| reference.strip_prefix("#/$defs/"));
    Ok(format!("{PREFIX}{}", name.with_context(|| format!("no definition: {reference}"))?))
}

fn array(item: &str) -> String {
    if item.contains(['|', '\n']) { format!("({item})[]") } else { format!("{item}[]") }
}

fn object(schema: &Map<String, Value>) -> Result<String> {
    let required: Vec<&Value> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().collect();
    let mut members = Vec::new();
    for (name, member) in schema["properties"].as_object().context("properties")? {
        let optional = if required.iter().any(|required| *required == name) { "" } else { "?" };
        let member_type = type_of(member).with_context(|| name.clone())?;
        members.push(format!("{}{name}{optional}: {member_type};", comment(member)));
    }
    Ok(format!("{{\n{}\n}}", indented(&members.join("\n"))))
}

/// A union. Described members and objects have a line of their own.
fn union(schemas: &Value) -> Result<String> {
    let schemas = items(schemas)?;
    let mut types = Vec::new();
    for schema in schemas {
        types.push(one_line(type_of(schema)?));
    }
    let lines = schemas.iter().zip(&types).map(|(schema, one)| format!("{}| {one}", comment(schema)));
    let lines = format!("\n{}", indented(&lines.collect::<Vec<_>>().join("\n")));
    let is_short = !lines.contains(['{', '*']);
    Ok(if is_short { join(types) } else { lines })
}

fn join(types: Vec<String>) -> String {
    let line = types.join(" | ");
    if line.len() <= MAX_WIDTH {
        line
    } else {
        format!("\n{}", indented(&format!("| {}", types.join("\n| "))))
    }
}

/// The object on one line, where it has no comments and fits.
fn one_line(object: String) -> String {
    let line = object.lines().map(str::trim).collect::<Vec<_>>().join(" ").replace("; }", " }");
    if line.len() <= MAX_WIDTH && !line.contains("/**") { line } else { object }
}

/// The schema's description as a doc comment.
fn comment(schema: &Value) -> String {
    let Some(text) = schema["description"].as_str() else { return String::new() };
    let text = text.replace("*/", "*\\/");
    if text.contains('\n') {
        format!("/**\n * {}\n */\n", text.replace('\n', "\n * "))
    } else {
        format!("/** {text} */\n")
    }
}

fn indented(text: &str) -> String {
    format!("  {}", text.replace('\n', "\n  "))
}

fn is_union(schema: &Value) -> bool {
    schema["oneOf"].is_array() || schema["anyOf"].is_array()
}

fn items(list: &Value) -> Result<&Vec<Value>> {
    list.as_array().with_context(|| format!("no list: {list}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_construct_has_its_type() {
        for (schema, expected) in [
            (json!({"type": "string", "pattern": "^a$", "maxLength": 3}), "string"),
            (json!({"type": "integer", "minimum": 0}), "number"),
            (json!({"type": ["number", "null"]}), "number | null"),
            (json!({"const": "a"}), "\"a\""),
            (json!({"type": "string", "enum": ["a", "b", 1]}), "\"a\" | \"b\" | 1"),
            (json!({"$ref": "#/$defs/Key", "description": "Its name."}), "NachklangKey"),
            (json!({"anyOf": [{"$ref": "#/$defs/Key"}, {"type": "null"}]}), "NachklangKey | null"),
            (json!({"type": "array", "items": {"$ref": "#/$defs/Key"}, "maxItems": 9}), "NachklangKey[]"),
            (json!({"type": "array", "items": {"type": ["string", "null"]}}), "(string | null)[]"),
            (
                json!({"type": "object", "propertyNames": {"$ref": "#/$defs/Key"}, "additionalProperties": {"type": "boolean"}}),
                "{ [name: string]: boolean }",
            ),
            (
                json!({
                    "type": "object",
                    "properties": {
                        "a": {"description": "First.", "type": "string"},
                        "b": {"description": "One.\nTwo */.", "type": "number"},
                        "c": {"type": "object", "properties": {"d": {"type": "null"}}},
                    },
                    "required": ["a"],
                }),
                "{\n  /** First. */\n  a: string;\n  /**\n   * One.\n   * Two *\\/.\n   */\n  b?: number;\n  \
                 c?: {\n    d?: null;\n  };\n}",
            ),
            (
                json!({"oneOf": [{"const": "a", "description": "First."}, {"const": "b"}]}),
                "\n  /** First. */\n  | \"a\"\n  | \"b\"",
            ),
            (
                json!({"type": "object", "oneOf": [
                    {"properties": {"a": {"const": 1}}, "required": ["a"]},
                    {"properties": {"a": {"const": 2, "description": "Two."}}},
                ]}),
                "\n  | { a: 1 }\n  | {\n    /** Two. */\n    a?: 2;\n  }",
            ),
        ] {
            assert_eq!(type_of(&schema).unwrap(), expected, "{schema}");
        }
    }

    #[test]
    fn what_is_not_known_is_an_error() {
        for (schema, reason) in [
            (json!(true), "a schema that is no object"),
            (json!({}), "a schema of "),
            (json!({"type": "object"}), "the type \"object\""),
            (json!({"type": "array"}), "the type \"array\""),
            (json!({"type": "string", "not": {"const": "a"}}), "a schema of not, type"),
            (json!({"allOf": [{"type": "string"}]}), "a schema of allOf"),
            (
                json!({"properties": {}, "additionalProperties": false}),
                "a schema of additionalProperties, properties",
            ),
            (json!({"$ref": "other.json"}), "no definition: \"other.json\""),
            (
                json!({"properties": {"a": {"anyOf": [{"if": {}}]}}}),
                "a: no TypeScript type for a schema of if",
            ),
        ] {
            let error = format!("{:#}", type_of(&schema).unwrap_err());
            assert!(error.contains(reason), "{schema}: {error}");
        }
    }

    #[test]
    fn definitions_stand_behind_what_refers_to_them() {
        let schema = json!({
            "description": "All of it.",
            "type": "object",
            "properties": {"key": {"$ref": "#/$defs/Key"}},
            "required": ["key"],
            "$defs": {
                "Key": {"description": "A name.", "type": "string"},
                "Size": {"oneOf": [{"const": "s", "description": "Small."}]},
            },
        });
        assert_eq!(
            declarations("Thing", &schema).unwrap(),
            "/** All of it. */\nexport interface NachklangThing {\n  key: NachklangKey;\n}\n\n\
             /** A name. */\nexport type NachklangKey = string;\n\n\
             export type NachklangSize =\n  /** Small. */\n  | \"s\";\n"
        );
    }
}
