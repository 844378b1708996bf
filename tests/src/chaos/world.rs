//! A simulated device with tabs and a network, in simulated time. The outbox is the widget's own; proxy and
//! collector are real.
//!
//! Everything follows from the seed: which tab does what, which request fails how, what the clock says.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use fastrand::Rng;
use nachklang_model::delivery::{Backoff, EndpointReply, Entry, Format, Outbox, Outcome, Outgoing, Storage};
use nachklang_model::{Key, ResponseId};
use nachklang_tests::{Collector, Fault, Proxy};
use serde_json::{Value, json};

const SECOND: f64 = 1000.0;
const HOUR: f64 = 3600.0 * SECOND;
const DAY: f64 = 24.0 * HOUR;

/// How long the widget waits for a reply, in milliseconds.
const PATIENCE: f64 = 20.0 * SECOND;

/// The result of a scenario.
#[derive(Debug, Default)]
pub struct Report {
    /// How many responses and revisions there were.
    pub responses: usize,
    pub revisions: usize,
    /// How many requests were made, and how many failed.
    pub requests: usize,
    pub faults: usize,
    /// How many revisions the endpoint refused for good.
    pub refused: usize,
    /// How many revisions the collector received more than once.
    pub repeated: usize,
    /// How many times the collector was killed, its disk was full, a tab crashed, and the clock was set.
    pub kills: usize,
    pub full_disks: usize,
    pub crashes: usize,
    pub clocks: usize,
}

impl Report {
    /// Adds another one.
    pub fn add(&mut self, other: &Self) {
        self.responses += other.responses;
        self.revisions += other.revisions;
        self.requests += other.requests;
        self.faults += other.faults;
        self.refused += other.refused;
        self.repeated += other.repeated;
        self.kills += other.kills;
        self.full_disks += other.full_disks;
        self.crashes += other.crashes;
        self.clocks += other.clocks;
    }
}

/// The storage of the device. Writing fails where it is full.
#[derive(Clone, Default)]
struct Device {
    texts: Rc<RefCell<BTreeMap<String, String>>>,
    is_full: bool,
}

impl Storage for Device {
    fn entries(&self) -> Vec<Entry> {
        self.texts.borrow().iter().filter_map(|(name, text)| Entry::parse(name, text)).collect()
    }
    fn put(&self, entry: &Entry) -> bool {
        if !self.is_full {
            self.texts.borrow_mut().insert(entry.name(), entry.text());
        }
        !self.is_full
    }
    fn has(&self, entry: &Entry) -> bool {
        self.texts.borrow().contains_key(&entry.name())
    }
    fn remove(&self, entry: &Entry) {
        self.texts.borrow_mut().remove(&entry.name());
    }
    fn backoff(&self) -> Option<Backoff> {
        self.texts.borrow().get(Backoff::NAME).and_then(|text| Backoff::parse(text))
    }
    fn set_backoff(&self, backoff: Option<Backoff>) {
        let mut texts = self.texts.borrow_mut();
        match backoff {
            Some(backoff) if !self.is_full => drop(texts.insert(Backoff::NAME.into(), backoff.text())),
            _ => drop(texts.remove(Backoff::NAME)),
        }
    }
}

/// A page that is open.
struct Tab {
    outbox: Outbox,
    /// The response that is being answered: how often it has changed.
    answering: Option<(ResponseId, u32)>,
    /// The request in flight, its reply, and when that arrives, in real time.
    in_flight: Option<(Outgoing, EndpointReply, f64)>,
    /// In the back-forward cache, or asleep.
    is_frozen: bool,
}

/// One scenario.
pub struct World<'a> {
    rng: Rng,
    collector: &'a mut Collector,
    proxy: &'a Proxy,
    site: Key,
    device: Device,
    format: Format,
    at_once: usize,
    tabs: Vec<Tab>,
    /// The real time, and the device's clock minus it, in milliseconds.
    time: f64,
    clock: f64,
    is_down: bool,
    /// Whether the collector's disk is full.
    is_disk_full: bool,
    /// Whether nothing fails any more.
    is_calm: bool,
    /// The newest revision of each response, as the shopper gave it.
    given: BTreeMap<ResponseId, (u32, Value)>,
    /// The highest revision of each that was refused for good and reported to the page.
    refused: BTreeMap<ResponseId, u32>,
    /// How many times the collector received each revision.
    arrived: BTreeMap<(ResponseId, u32), usize>,
    report: Report,
    /// The log, for those who debug a failed scenario.
    log: Vec<String>,
}

impl<'a> World<'a> {
    /// The scenario of this seed.
    pub fn new(seed: u64, collector: &'a mut Collector, proxy: &'a Proxy) -> Self {
        let mut rng = Rng::with_seed(seed);
        let is_full = rng.u8(..) < 16;
        let at_once = if rng.bool() { 1 } else { 100 };
        let format = if rng.u8(..) < 64 { Format::CloudEvents } else { Format::Plain };
        let site = Key::new(&format!("shop-{seed}.example")).expect("a key");
        Self {
            collector,
            proxy,
            site,
            device: Device { is_full, ..Device::default() },
            format,
            at_once,
            tabs: Vec::new(),
            time: 1_795_000_000_000.0,
            clock: 0.0,
            is_down: false,
            is_disk_full: false,
            is_calm: false,
            given: BTreeMap::new(),
            refused: BTreeMap::new(),
            arrived: BTreeMap::new(),
            report: Report::default(),
            log: vec![format!("at once {at_once}, {format:?}, storage full: {is_full}")],
            rng,
        }
    }

    /// Lets things happen and fail, then lets everything succeed, and checks what the collector has stored.
    ///
    /// # Errors
    /// What is wrong, and the log of the scenario.
    pub fn run(mut self) -> Result<Report, String> {
        self.open();
        for _ in 0..self.rng.usize(10..60) {
            self.random_step();
        }
        self.stop_faults();
        let found = self.stored();
        match self.check(&found) {
            Ok(()) => Ok(self.report),
            Err(wrong) => Err(format!("{wrong}\n  {}", self.log.join("\n  "))),
        }
    }

    fn now(&self) -> f64 {
        self.time + self.clock
    }

    fn note(&mut self, what: String) {
        let seconds = (self.time - 1_795_000_000_000.0) / SECOND;
        self.log.push(format!("{seconds:>12.3} s  {what}"));
    }

    /// Lets one random thing happen.
    fn random_step(&mut self) {
        let tab = self.rng.usize(..self.tabs.len().max(1));
        match self.rng.u8(..100) {
            0..30 => self.answer(tab),
            30..60 => {
                let pass =
                    [0.05, 1.0, 10.0, 40.0, 600.0, 4000.0][self.rng.usize(..6)] * SECOND * self.rng.f64();
                self.pass(pass);
            }
            60..70 => self.look(tab, true),
            70..78 if self.tabs.len() < 4 => self.open(),
            // Without storage, pages stay: their memory is the only place for the outbox.
            78..84 if !self.device.is_full => self.close(tab),
            84..89 if !self.device.is_full => self.crash(tab),
            89..93 => self.freeze(tab),
            93..95 => self.kill(),
            95..97 => self.revive(),
            97 => self.fill_disk(true),
            98 => self.set_clock(),
            _ => {
                let pass = DAY * self.rng.f64();
                self.pass(pass);
            }
        }
    }

    fn open(&mut self) {
        let outbox = Outbox::new(self.site.clone(), self.format, self.at_once);
        self.tabs.push(Tab { outbox, answering: None, in_flight: None, is_frozen: false });
        self.note("a page is opened".into());
        self.look(self.tabs.len() - 1, true);
    }

    /// The shopper answers on a page, a new survey or the next question.
    fn answer(&mut self, index: usize) {
        let (now, is_new) = (self.now(), self.rng.u8(..3) == 0);
        let random: [u8; 10] = std::array::from_fn(|_| self.rng.u8(..));
        let Some(tab) = self.tabs.get_mut(index).filter(|tab| !tab.is_frozen) else { return };
        let (id, revision) = match tab.answering.filter(|_| !is_new) {
            Some((id, revision)) => (id, revision + 1),
            None => (ResponseId::new(self.time as u64, &random), 1),
        };
        tab.answering = Some((id, revision));
        let size = if self.rng.u8(..8) == 0 { self.rng.usize(1000..2000) } else { self.rng.usize(1..40) };
        let response = response(&self.site, id, revision, size, &mut self.rng);
        let is_answered = revision > 1;
        self.given.insert(id, (revision, response.clone()));
        self.report.revisions += 1;
        let tab = &mut self.tabs[index];
        tab.outbox.put(&self.device, id, revision, is_answered, response.to_string(), now);
        self.note(format!("page {index}: {id} revision {revision}"));
        self.look(index, true);
    }

    /// A page checks whether something is to be sent.
    fn look(&mut self, index: usize, reason: bool) {
        let now = self.now();
        let Some(tab) = self.tabs.get_mut(index).filter(|tab| !tab.is_frozen && tab.in_flight.is_none())
        else {
            return;
        };
        for old in tab.outbox.drop_expired(&self.device, now) {
            self.refused.insert(old.id, old.revision);
        }
        let Some(outgoing) = tab.outbox.next(&self.device, now, reason) else { return };
        let (answer, after) = self.request(&outgoing);
        let back = self.time + after;
        self.note(format!("page {index}: sends {}, {} after {after:.0} ms", named(&outgoing), answer.status));
        self.tabs[index].in_flight = Some((outgoing, answer, back));
    }

    /// Makes a request that may fail. Returns the reply, and after how many milliseconds it arrives.
    fn request(&mut self, outgoing: &Outgoing) -> (EndpointReply, f64) {
        self.report.requests += 1;
        let fault = match self.rng.u8(..20) {
            _ if self.is_calm => Fault::None,
            0 => Fault::Refuse,
            1 => Fault::ResetMidBody,
            2 => Fault::CutRequest,
            3 | 4 => Fault::DropReply,
            5 => Fault::CutReply,
            6 => Fault::Delay(0),
            7 => Fault::Status(500, None),
            8 => Fault::Status(503, Some(self.rng.u32(1..120))),
            9 => Fault::Status(429, Some(self.rng.u32(1..4000))),
            10 if self.rng.bool() => Fault::Status(413, None),
            11 if self.rng.bool() => Fault::Status(404, None),
            _ => Fault::None,
        };
        self.report.faults += usize::from(fault != Fault::None);
        self.proxy.next(&[fault]);
        let media_type = self.format.media_type(&outgoing.entries).unwrap_or("text/plain;charset=UTF-8");
        let answer = self.proxy.post("/v1/responses", media_type, &outgoing.body);
        self.proxy.clear_faults();
        let arrives = matches!(fault, Fault::None | Fault::DropReply | Fault::CutReply | Fault::Delay(_));
        if arrives && !self.is_down && !self.is_disk_full {
            for entry in &outgoing.entries {
                let times = self.arrived.entry((entry.id, entry.revision)).or_default();
                *times += 1;
                self.report.repeated += usize::from(*times > 1);
            }
        }
        match fault {
            // The page gives up before the reply arrives.
            Fault::Delay(_) => (EndpointReply::default(), PATIENCE),
            _ if answer.status == 0 => (answer, self.rng.f64() * PATIENCE),
            _ => (answer, 5.0 + self.rng.f64() * SECOND),
        }
    }

    /// Time passes, and replies arrive.
    fn pass(&mut self, milliseconds: f64) {
        let until = self.time + milliseconds;
        loop {
            let mut next: Option<(usize, f64)> = None;
            for (index, tab) in self.tabs.iter().enumerate().filter(|(_, tab)| !tab.is_frozen) {
                let at = match &tab.in_flight {
                    Some((.., at)) => Some(*at),
                    None => tab
                        .outbox
                        .time_until_due(&self.device, self.now(), false)
                        .map(|wait| self.time + wait + 1.0),
                };
                next = match (at, next) {
                    (Some(at), Some((_, soonest))) if at >= soonest => next,
                    (Some(at), _) => Some((index, at)),
                    (None, _) => next,
                };
            }
            let Some((index, at)) = next.filter(|(_, at)| *at <= until) else { break };
            self.time = self.time.max(at);
            self.come_back(index);
            self.look(index, false);
        }
        self.time = until;
    }

    /// The reply to a page's request arrives.
    fn come_back(&mut self, index: usize) {
        let (now, random) = (self.now(), self.rng.f64());
        let tab = &mut self.tabs[index];
        let Some((outgoing, answer, _)) = tab.in_flight.take() else { return };
        for outcome in tab.outbox.handle_reply(&self.device, outgoing, &answer, now, random) {
            if let Outcome::Refused(entry, reason) = outcome {
                // Everything sent here is valid: only the proxy refuses it.
                assert!(reason.contains("said the proxy"), "the collector refuses: {reason}");
                self.report.refused += 1;
                let refused = self.refused.entry(entry.id).or_default();
                *refused = entry.revision.max(*refused);
            }
        }
    }

    /// A page unloads regularly. Its beacon may arrive.
    fn close(&mut self, index: usize) {
        if index >= self.tabs.len() {
            return;
        }
        let now = self.now();
        let mut tab = self.tabs.remove(index);
        let left = if tab.is_frozen { Vec::new() } else { tab.outbox.hand_over(&self.device, now) };
        self.note(format!("page {index} is closed, {} beacons", left.len()));
        for outgoing in left {
            self.request(&outgoing);
        }
    }

    /// A page is gone at once.
    fn crash(&mut self, index: usize) {
        if index < self.tabs.len() {
            self.tabs.remove(index);
            self.report.crashes += 1;
            self.note(format!("page {index} crashes"));
        }
    }

    /// A page is frozen or resumes. Its request is given up.
    fn freeze(&mut self, index: usize) {
        let Some(tab) = self.tabs.get_mut(index) else { return };
        tab.is_frozen = !tab.is_frozen;
        let is_frozen = tab.is_frozen;
        if let Some((_, answer, _)) = &mut tab.in_flight {
            *answer = EndpointReply::default();
        }
        self.note(format!("page {index} {}", if is_frozen { "falls asleep" } else { "wakes up" }));
        if !is_frozen {
            self.come_back(index);
            self.look(index, true);
        }
    }

    /// The collector is killed, and is there again at once or later.
    fn kill(&mut self) {
        if !self.is_down {
            self.report.kills += 1;
            self.collector.kill();
            self.is_down = true;
            self.note("the collector is killed".into());
            if self.rng.bool() {
                self.revive();
            }
        }
    }

    /// The collector is there again, and has room.
    fn revive(&mut self) {
        if self.is_down {
            self.collector.restart();
            (self.is_down, self.is_disk_full) = (false, false);
            self.note("the collector is there again".into());
        }
        self.fill_disk(false);
    }

    /// The collector's disk is full, or has room again.
    fn fill_disk(&mut self, is_full: bool) {
        if !self.is_down && self.is_disk_full != is_full {
            self.collector.fill_disk(is_full);
            self.is_disk_full = is_full;
            self.report.full_disks += usize::from(is_full);
            self.note(if is_full { "the disk is full" } else { "the disk has room again" }.into());
        }
    }

    fn set_clock(&mut self) {
        self.report.clocks += 1;
        self.clock =
            [-50.0 * 365.0 * DAY, -HOUR, HOUR, 400.0 * DAY, 0.0][self.rng.usize(..5)] * self.rng.f64();
        self.note(format!("the clock is {:.0} s off", self.clock / SECOND));
    }

    /// From now on nothing fails, so everything in the outbox arrives.
    fn stop_faults(&mut self) {
        self.revive();
        self.is_calm = true;
        self.note("from here on nothing fails".into());
        for index in 0..self.tabs.len() {
            if self.tabs[index].is_frozen {
                self.freeze(index);
            }
        }
        self.open();
        for _ in 0..200 {
            self.pass(HOUR);
            let waits = |tab: &Tab| {
                tab.in_flight.is_some()
                    || tab.outbox.time_until_due(&self.device, self.now(), false).is_some()
            };
            if !self.tabs.iter().any(waits) {
                break;
            }
        }
    }

    /// The stored responses of this shop: revision and answers by id.
    fn stored(&mut self) -> Vec<Value> {
        self.collector.responses_of(self.site.as_str())
    }

    /// Checks that each response is stored once, with its last revision, unless that was refused and the page was told.
    fn check(&mut self, stored: &[Value]) -> Result<(), String> {
        self.report.responses = self.given.len();
        if stored.len() > self.given.len() {
            return Err(format!("{} responses are stored of {}", stored.len(), self.given.len()));
        }
        for (id, (revision, given)) in &self.given {
            let found: Vec<_> = stored.iter().filter(|stored| stored["id"] == id.text()).collect();
            let is_refused = self.refused.get(id).is_some_and(|refused| refused >= revision);
            match found[..] {
                [stored] if stored["revision"] == *revision && stored["answers"] == given["answers"] => {}
                [] if is_refused => {}
                [stored] if is_refused && stored["revision"].as_u64() < Some(u64::from(*revision)) => {}
                [stored] => {
                    return Err(format!(
                        "{id}: revision {} is stored, given were {revision}",
                        stored["revision"]
                    ));
                }
                [] => return Err(format!("{id}: revision {revision} is lost")),
                _ => return Err(format!("{id} is stored {} times", found.len())),
            }
        }
        Ok(())
    }
}

fn named(outgoing: &Outgoing) -> String {
    let one = |entry: &Entry| format!("{}/{}", entry.id, entry.revision);
    outgoing.entries.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// A response as the contract has it: shown first, then answered.
fn response(site: &Key, id: ResponseId, revision: u32, size: usize, rng: &mut Rng) -> Value {
    let mut response = json!({
        "id": id, "revision": revision, "status": "shown", "site": site, "survey": "nps", "survey_version": 1, "locale": "en",
        "touchpoint": {"key": "checkout", "ownership": "owned", "path": "/checkout", "woken_by": "load"},
        "page": {"device": "phone", "viewport": {"width": 390, "height": 844}, "language": "en"},
        "answers": [], "shown_at": "2026-11-22T10:00:00.000+01:00",
    });
    if revision > 1 {
        response["status"] = if rng.bool() { "partial" } else { "complete" }.into();
        response["answered_at"] = "2026-11-22T10:00:09.000+01:00".into();
        let mut answers =
            vec![json!({"question": "nps", "kind": "nps", "value": rng.u8(..=10), "scale": "nps-0-10"})];
        // Some answers are long.
        for index in 0..rng.usize(..3) * size / 100 {
            let text: String = (0..size).map(|_| rng.alphanumeric()).collect();
            answers.push(json!({"question": format!("text-{index}"), "kind": "text", "value": text}));
        }
        response["answers"] = answers.into();
    }
    response
}
