//! The address a request is counted by.

use std::net::{IpAddr, SocketAddr};
use std::sync::Once;

use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use axum::http::request::Parts;

/// The header in which a proxy names its client.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The address of the client: that of the connection, or, if the operator trusts the proxy in front, the last in the header
/// `X-Forwarded-For`. That is the one the proxy saw; anybody can have written those before it. `None` for this machine and private
/// networks, whose addresses are those of a proxy or of the operator.
pub fn client_address(parts: &Parts, trust_forwarded_for: bool) -> Option<IpAddr> {
    static UNTRUSTED: Once = Once::new();
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let forwarded = forwarded_for(&parts.headers);
    let address = if trust_forwarded_for { forwarded.or(peer) } else { peer };
    let address = address.map(|address| address.to_canonical()).filter(|address| !is_local(*address));
    if address.is_none() && forwarded.is_some() && !trust_forwarded_for {
        UNTRUSTED.call_once(|| {
            tracing::warn!(
                "requests come through a proxy, so --address-rate limits nobody: start the collector with \
                 --trust-forwarded-for, which takes the clients' addresses from X-Forwarded-For"
            );
        });
    }
    address
}

fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all(FORWARDED_FOR).iter().next_back()?.to_str().ok()?.rsplit(',').next()?.trim();
    // Some proxies write the port as well.
    let with_port = || last.parse::<SocketAddr>().ok().map(|address| address.ip());
    last.parse().ok().or_else(with_port)
}

fn is_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[test]
    fn is_that_of_the_client_as_far_as_it_can_be_known() {
        for (peer, forwarded, trusted, expected) in [
            (Some("203.0.113.7:1"), &[][..], false, Some("203.0.113.7")),
            (Some("203.0.113.7:1"), &["198.51.100.1"], false, Some("203.0.113.7")),
            (Some("203.0.113.7:1"), &["198.51.100.1"], true, Some("198.51.100.1")),
            (Some("127.0.0.1:1"), &["192.0.2.1, 198.51.100.1"], true, Some("198.51.100.1")),
            (Some("127.0.0.1:1"), &["192.0.2.1", "198.51.100.1 "], true, Some("198.51.100.1")),
            (Some("127.0.0.1:1"), &["198.51.100.1:4711"], true, Some("198.51.100.1")),
            (Some("127.0.0.1:1"), &["[2001:db8::1]:4711"], true, Some("2001:db8::1")),
            (Some("127.0.0.1:1"), &["2001:db8::1"], true, Some("2001:db8::1")),
            (Some("203.0.113.7:1"), &["unknown"], true, Some("203.0.113.7")),
            (Some("203.0.113.7:1"), &[], true, Some("203.0.113.7")),
            (Some("[::ffff:203.0.113.7]:1"), &[], false, Some("203.0.113.7")),
            // This machine and private networks.
            (Some("127.0.0.1:1"), &["198.51.100.1"], false, None),
            (Some("127.0.0.1:1"), &[], false, None),
            (Some("[::1]:1"), &[], false, None),
            (Some("172.17.0.1:1"), &[], false, None),
            (Some("[fd00::1]:1"), &[], false, None),
            (Some("127.0.0.1:1"), &["10.0.0.1"], true, None),
            (None, &[], false, None),
        ] {
            let mut request = Request::post("/");
            for value in forwarded {
                request = request.header(FORWARDED_FOR, *value);
            }
            let (mut parts, ()) = request.body(()).unwrap().into_parts();
            if let Some(peer) = peer {
                parts.extensions.insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
            }
            let expected: Option<IpAddr> = expected.map(|address| address.parse().unwrap());
            assert_eq!(client_address(&parts, trusted), expected, "{peer:?} {forwarded:?} {trusted}");
        }
    }
}
