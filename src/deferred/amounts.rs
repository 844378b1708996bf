//! What the last order and the cart are worth, for surveys whose audience asks for it.

use nachklang_model::eligibility::Context;
use nachklang_model::json::{Json, Object};

use crate::page::snapshot::PageSnapshot;

/// Adds what the data layer tells to what decides whether a survey is shown.
#[inline(never)]
pub fn add_amounts(context: &mut Context, page: &PageSnapshot) {
    let data_layer = page.data_layer();
    let order_value = data_layer.order.and_then(|order| order.value);
    let mut members = Object::of(std::mem::replace(&mut context.0, Json::Null));
    members.put_some("order_value", order_value.map(Json::Number));
    members.put_some("cart_value", data_layer.cart_value.map(Json::Number));
    context.0 = members.into();
}
