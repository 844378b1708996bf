//! A shop's cart as a Leptos app with surveys. A test builds it and opens it in browsers: see `tests/suite/leptos.rs`.

use leptos::prelude::*;
use nachklang_leptos::{Nachklang, Survey};

/// The cart.
#[component]
pub fn Cart(
    /// The origin of a collector.
    #[prop(into)]
    collector: String,
) -> impl IntoView {
    let (is_bought, set_bought) = signal(false);
    view! {
        <Nachklang
            src=format!("{collector}/nachklang.js")
            endpoint=format!("{collector}/v1/responses")
            site="shop.example"
        />
        <main>
            <h1>"Your shop"</h1>
            <Show when=move || is_bought.get() fallback=move || view! {
                <Survey survey="csat" touchpoint="cart" />
                <button on:click=move |_| set_bought.set(true)>"Buy"</button>
            }>
                <Survey survey="nps" touchpoint="order.confirmation" />
            </Show>
        </main>
    }
}

/// The content of the body, as a server sends it.
#[cfg(feature = "ssr")]
pub fn render(collector: &str) -> String {
    Owner::new().with(|| Cart(CartProps { collector: collector.to_owned() }).to_html())
}

/// Starts the app in the browser. The attribute `data-collector` of the body names the collector.
#[cfg(feature = "browser")]
#[wasm_bindgen::prelude::wasm_bindgen(start)]
pub fn start() {
    let body = document().body().expect("a body");
    let collector = body.get_attribute("data-collector").unwrap_or_default();
    let cart = move || Cart(CartProps { collector });
    // A server has rendered it, or the body is empty.
    if body.first_element_child().is_some() {
        leptos::mount::hydrate_body(cart);
    } else {
        leptos::mount::mount_to_body(cart);
    }
}
