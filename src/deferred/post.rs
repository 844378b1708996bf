//! One request to the endpoint.

use gloo_net::http::Request;
use js_sys::{Date, Object};
use nachklang_model::delivery::{EndpointReply, Outgoing, Verdict, verdict};
use nachklang_model::text::{concat, decimal};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use super::sender::Address;
use crate::page::js;

/// How long an endpoint may take to answer, in milliseconds.
const PATIENCE: u32 = 20_000;

/// Posts, and gives what the endpoint answers.
pub async fn post(address: &Address, outgoing: &Outgoing) -> EndpointReply {
    let mut reply = EndpointReply { reason: "no answer".into(), ..EndpointReply::default() };
    let init = init(address, outgoing);
    js::set(&init, "signal", &AbortSignal::timeout_with_u32(PATIENCE));
    let Ok(request) = web_sys::Request::new_with_str_and_init(&address.endpoint, init.unchecked_ref()) else {
        reply.reason = "the browser refused to make the request".into();
        return reply;
    };
    let Ok(response) = Request::from(request).send().await else { return reply };
    let response = web_sys::Response::from(response);
    reply.status = response.status();
    reply.retry_after = response.headers().get("retry-after").ok().flatten().and_then(|text| seconds(&text));
    // One that is taken says nothing that would be of use, several may be taken in part.
    let is_taken = verdict(reply.status) == Verdict::Delivered;
    if is_taken && outgoing.entries.len() == 1 {
        return reply;
    }
    let text = match response.text() {
        Ok(text) => JsFuture::from(text).await.ok().and_then(|text| text.as_string()),
        Err(_) => None,
    };
    match text {
        // Nobody knows which were taken.
        None if is_taken => reply.status = 0,
        Some(text) if is_taken => reply.refused = refused(&text),
        // What the browser hides of a redirect.
        _ if reply.status == 0 => reply.reason = "a redirect, which is not followed".into(),
        text => {
            let text = text.unwrap_or_default();
            reply.reason = concat(&["HTTP ", &decimal(reply.status.into()), " ", &text]);
        }
    }
    reply
}

/// Has the browser post, which nobody hears of, because the page may go away.
pub fn leave(address: &Address, outgoing: &Outgoing) {
    let is_plain = address.headers.is_none() && address.format.media_type(&outgoing.entries).is_none();
    let navigator = js::window().navigator();
    let beacon = |body| navigator.send_beacon_with_opt_str(&address.endpoint, Some(body)).unwrap_or(false);
    if is_plain && beacon(&outgoing.body) {
        return;
    }
    // Beacons have no headers, and what is too long for one is worth a try.
    let init = init(address, outgoing);
    if let Ok(request) = web_sys::Request::new_with_str_and_init(&address.endpoint, init.unchecked_ref()) {
        let sent = Request::from(request).send();
        wasm_bindgen_futures::spawn_local(async move { drop(sent.await) });
    }
}

/// A request that tells the endpoint neither cookies nor the page's path.
fn init(address: &Address, outgoing: &Outgoing) -> Object {
    let init = Object::new();
    for (name, value) in [
        ("method", "POST"),
        ("body", &*outgoing.body),
        ("credentials", "omit"),
        ("referrerPolicy", "strict-origin"),
        // Where it is followed, most redirects make a request without a body out of it.
        ("redirect", "manual"),
    ] {
        js::set(&init, name, &value.into());
    }
    js::set(&init, "keepalive", &outgoing.keepalive.into());
    let headers = Object::new();
    if let Some(more) = &address.headers {
        Object::assign(&headers, more);
    }
    if let Some(media_type) = address.format.media_type(&outgoing.entries) {
        js::set(&headers, "content-type", &media_type.into());
    }
    js::set(&init, "headers", &headers);
    init
}

/// The seconds of `Retry-After`, which may be a date.
fn seconds(text: &str) -> Option<u32> {
    let seconds = text.trim_ascii().parse().ok();
    let until = || (Date::parse(text) - Date::now()) / 1000.0;
    // What is no date is not a number, and that is none.
    seconds.or_else(|| Some(until()).filter(|until| *until > 0.0).map(|until| until as u32))
}

/// Which responses of an array the endpoint did not take, as the collector says it: `{"refused": [{"index": 2, "errors": …}]}`.
fn refused(text: &str) -> Vec<(usize, String)> {
    let receipt = js_sys::JSON::parse(text).unwrap_or_default();
    let Ok(refused) = js::get(&receipt, "refused").dyn_into::<js_sys::Array>() else { return Vec::new() };
    let one = |refused: JsValue| {
        let index = js::get(&refused, "index").as_f64()?;
        let errors = js_sys::JSON::stringify(&js::get(&refused, "errors")).map(String::from);
        Some((index as usize, errors.unwrap_or_default()))
    };
    refused.iter().filter_map(one).collect()
}
