//! How many responses one address may send, and one site may get: token buckets, which fill up while nothing comes.
//!
//! Addresses are in memory alone, hashed with a random salt that changes every day, and dropped within a minute after their bucket
//! is full again, as long as requests come. They are in no log and no table.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::Duration;

use governor::clock::{Clock, MonotonicClock, Reference};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use jiff::Timestamp;
use nachklang_model::Key;
use sha2::{Digest, Sha256};

use crate::limits::{BURST_SECONDS, FULL_SWEEP_INTERVAL, Limits, MAX_BUCKETS, MIN_BURST, SWEEP_INTERVAL};

/// How far each sender and each site has used up its rate.
#[derive(Debug)]
pub struct Rates {
    addresses: Option<Addresses>,
    sites: Option<Buckets<Key>>,
}

impl Rates {
    /// The rates that the limits give.
    pub fn new(limits: &Limits) -> Self {
        Self {
            addresses: NonZeroU32::new(limits.address_rate).map(Addresses::new),
            sites: NonZeroU32::new(limits.site_rate).map(|rate| Buckets::new(rate, MonotonicClock)),
        }
    }

    /// Takes so many responses from an address.
    ///
    /// # Errors
    /// How long to wait, where they are too many.
    pub fn take_from(&self, address: IpAddr, responses: usize) -> Result<(), Duration> {
        self.addresses
            .as_ref()
            .map_or(Ok(()), |addresses| addresses.take(address, responses, Timestamp::now()))
    }

    /// Takes so many responses for a site.
    ///
    /// # Errors
    /// How long to wait, where they are too many.
    pub fn take_for(&self, site: &Key, responses: usize) -> Result<(), Duration> {
        self.sites.as_ref().map_or(Ok(()), |sites| sites.take(site, responses))
    }
}

/// Buckets of addresses, anew for each day.
#[derive(Debug)]
struct Addresses {
    rate: NonZeroU32,
    today: RwLock<Today>,
}

#[derive(Debug)]
struct Today {
    /// Counted from 1970.
    day: i64,
    salt: [u8; 32],
    buckets: Buckets<[u8; 16]>,
}

impl Today {
    fn new(rate: NonZeroU32, day: i64) -> Self {
        Self { day, salt: rand::random(), buckets: Buckets::new(rate, MonotonicClock) }
    }

    fn hashed(&self, address: IpAddr) -> [u8; 16] {
        let digest = Sha256::new().chain_update(self.salt).chain_update(network(address).octets()).finalize();
        std::array::from_fn(|index| digest[index])
    }
}

impl Addresses {
    fn new(rate: NonZeroU32) -> Self {
        Self { rate, today: RwLock::new(Today::new(rate, 0)) }
    }

    fn take(&self, address: IpAddr, responses: usize, now: Timestamp) -> Result<(), Duration> {
        let day = now.as_second().div_euclid(24 * 60 * 60);
        {
            let today = self.today.read().unwrap_or_else(PoisonError::into_inner);
            if today.day == day {
                return today.buckets.take(&today.hashed(address), responses);
            }
        }
        let mut today = self.today.write().unwrap_or_else(PoisonError::into_inner);
        if today.day != day {
            *today = Today::new(self.rate, day);
        }
        today.buckets.take(&today.hashed(address), responses)
    }
}

/// What is counted of an address: of version 6 the network of 64 bits, in which a subscriber has as many addresses as they like.
fn network(address: IpAddr) -> Ipv6Addr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_ipv6_mapped(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0)
        }
    }
}

#[derive(Debug)]
struct Buckets<K: Hash + Eq + Clone, C: Clock = MonotonicClock> {
    limiter: RateLimiter<K, DashMapStateStore<K>, C, NoOpMiddleware<C::Instant>>,
    clock: C,
    max_buckets: usize,
    /// When the full ones were dropped last.
    swept_at: Mutex<C::Instant>,
}

impl<K: Hash + Eq + Clone, C: Clock + Clone> Buckets<K, C> {
    fn new(rate: NonZeroU32, clock: C) -> Self {
        let burst = NonZeroU32::new(rate.get().saturating_mul(BURST_SECONDS).max(MIN_BURST)).unwrap_or(rate);
        let quota = Quota::per_second(rate).allow_burst(burst);
        Self {
            limiter: RateLimiter::dashmap_with_clock(quota, clock.clone()),
            swept_at: Mutex::new(clock.now()),
            clock,
            max_buckets: MAX_BUCKETS,
        }
    }

    /// Drops the buckets that are full again, at intervals. Says whether there is room for another one now.
    fn sweep(&self) -> bool {
        let is_full = self.limiter.len() >= self.max_buckets;
        let interval = if is_full { FULL_SWEEP_INTERVAL } else { SWEEP_INTERVAL };
        let now = self.clock.now();
        let mut swept_at = self.swept_at.lock().unwrap_or_else(PoisonError::into_inner);
        if now.duration_since(*swept_at) >= interval.into() {
            self.limiter.retain_recent();
            *swept_at = now;
        }
        self.limiter.len() < self.max_buckets
    }

    fn take(&self, key: &K, responses: usize) -> Result<(), Duration> {
        let Some(responses) = u32::try_from(responses).ok().and_then(NonZeroU32::new) else { return Ok(()) };
        if !self.sweep() {
            return Ok(());
        }
        match self.limiter.check_key_n(key, responses) {
            Ok(Err(not_until)) => Err(not_until.wait_time_from(self.clock.now())),
            // More than fit into a full bucket: there are no such requests.
            Ok(Ok(())) | Err(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    fn rate(per_second: u32) -> NonZeroU32 {
        NonZeroU32::new(per_second).unwrap()
    }

    #[test]
    fn takes_what_comes_at_once_and_then_as_much_as_the_rate() {
        for (per_second, burst) in [(1, 100), (5, 200), (1000, 40_000)] {
            let clock = FakeRelativeClock::default();
            let buckets = Buckets::new(rate(per_second), clock.clone());
            assert_eq!(buckets.take(&"a", burst), Ok(()));
            let wait = buckets.take(&"a", 1).unwrap_err();
            assert!(wait > Duration::ZERO && wait <= Duration::from_secs(1), "{wait:?}");
            assert_eq!(buckets.take(&"b", 1), Ok(()), "another has a bucket of its own");
            clock.advance(wait);
            assert_eq!(buckets.take(&"a", 1), Ok(()));
            assert!(buckets.take(&"a", 1).is_err());
            clock.advance(Duration::from_secs(10));
            assert_eq!(buckets.take(&"a", 10 * per_second as usize), Ok(()));
            assert!(buckets.take(&"a", 100).is_err());
            assert_eq!(buckets.take(&"a", 0), Ok(()), "nothing is always taken");
        }
    }

    #[test]
    fn keeps_no_more_buckets_than_there_is_room_for() {
        let clock = FakeRelativeClock::default();
        let buckets = Buckets { max_buckets: 500, ..Buckets::new(rate(1), clock.clone()) };
        for key in 0..600 {
            assert_eq!(buckets.take(&key, 100), Ok(()));
        }
        assert_eq!(buckets.limiter.len(), 500);
        assert_eq!(buckets.take(&600, 100), Ok(()), "who finds no room is not limited");
        clock.advance(Duration::from_secs(101));
        assert_eq!(buckets.take(&600, 100), Ok(()));
        assert!(buckets.take(&600, 100).is_err(), "there is room again");
        assert_eq!(buckets.limiter.len(), 1);
    }

    #[test]
    fn forgets_who_has_not_come_for_a_while() {
        let clock = FakeRelativeClock::default();
        let buckets = Buckets::new(rate(1), clock.clone());
        assert_eq!(buckets.take(&"a", 30), Ok(()));
        clock.advance(Duration::from_secs(59));
        assert_eq!(buckets.take(&"b", 1), Ok(()));
        assert_eq!(buckets.limiter.len(), 2);
        clock.advance(Duration::from_secs(1));
        assert_eq!(buckets.take(&"b", 1), Ok(()));
        assert_eq!(buckets.limiter.len(), 1);
    }

    #[test]
    fn an_address_is_another_every_day_and_a_network_is_one() {
        let addresses = Addresses::new(rate(1));
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let (evening, morning) = (at("2026-11-21T23:59:59Z"), at("2026-11-22T00:00:00Z"));
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let used_up = [ip("203.0.113.7"), ip("2001:db8:0:1::1")];
        for address in used_up {
            assert_eq!(addresses.take(address, 100, evening), Ok(()));
        }
        for (address, taken) in [
            ("203.0.113.7", false),
            ("::ffff:203.0.113.7", false),
            ("203.0.113.8", true),
            ("2001:db8:0:1:ffff::2", false),
            ("2001:db8:0:2::1", true),
        ] {
            assert_eq!(addresses.take(ip(address), 1, evening).is_ok(), taken, "{address}");
        }
        let hashed = || addresses.today.read().unwrap().hashed(used_up[0]);
        let before = hashed();
        assert_eq!(before, hashed());
        assert_eq!(addresses.take(used_up[0], 1, morning), Ok(()));
        assert_ne!(before, hashed(), "nobody can tell who came yesterday");
    }

    #[test]
    fn a_rate_of_0_takes_everything() {
        let rates = Rates::new(&Limits { address_rate: 0, site_rate: 0, ..Limits::default() });
        let site = Key::new("a").unwrap();
        for _ in 0..1000 {
            assert_eq!(rates.take_from([203, 0, 113, 7].into(), 100), Ok(()));
            assert_eq!(rates.take_for(&site, 100), Ok(()));
        }
    }
}
