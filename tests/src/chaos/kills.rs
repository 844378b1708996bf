//! A collector under load that is killed again and again: what it acknowledged is stored when it restarts.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use fastrand::Rng;
use nachklang_model::ResponseId;
use nachklang_tests::Collector;
use serde_json::json;

/// How many clients post at once.
const CLIENTS: usize = 8;

const SITE: &str = "killed.example";

/// Kills a collector so many times, and reports whether every acknowledged response is stored.
pub fn run(seed: u64, kills: u64) -> bool {
    let mut rng = Rng::with_seed(seed);
    let mut collector = Collector::start();
    let acknowledged: Arc<Mutex<BTreeMap<String, u64>>> = Arc::default();
    let mut lost = 0;
    for _ in 0..kills {
        let stopped = Arc::new(AtomicBool::new(false));
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                let (url, rng) = (format!("{}/v1/responses", collector.origin), rng.fork());
                let (stopped, acknowledged) = (stopped.clone(), acknowledged.clone());
                thread::spawn(move || post_until(&url, rng, &stopped, &acknowledged))
            })
            .collect();
        thread::sleep(Duration::from_millis(rng.u64(20..400)));
        collector.kill();
        stopped.store(true, Ordering::Relaxed);
        clients.into_iter().for_each(|client| client.join().expect("a client ends"));
        collector.restart();
    }
    let stored: BTreeMap<String, u64> = collector
        .responses_of(SITE)
        .iter()
        .map(|stored| (stored["id"].as_str().unwrap().to_owned(), stored["revision"].as_u64().unwrap()))
        .collect();
    let acknowledged = acknowledged.lock().unwrap();
    for (id, revision) in &*acknowledged {
        if stored.get(id) < Some(revision) {
            lost += 1;
            println!("{id}: revision {revision} was acknowledged, stored is {:?}", stored.get(id));
        }
    }
    println!(
        "killed {kills} times under load: {} responses acknowledged, {} stored, {lost} lost",
        acknowledged.len(),
        stored.len()
    );
    lost == 0 && (kills == 0 || !acknowledged.is_empty())
}

/// Posts responses and newer revisions of them, and records what is acknowledged.
fn post_until(url: &str, mut rng: Rng, stopped: &AtomicBool, acknowledged: &Mutex<BTreeMap<String, u64>>) {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(10))).build().into();
    while !stopped.load(Ordering::Relaxed) {
        let id = ResponseId::new(1_795_000_000_000, &std::array::from_fn(|_| rng.u8(..))).text();
        for revision in 1..=rng.u64(1..4) {
            let response = json!({
                "id": id, "revision": revision, "status": "complete", "site": SITE, "survey": "nps", "survey_version": 1,
                "locale": "en", "answers": [{"question": "nps", "kind": "nps", "value": rng.u8(..=10), "scale": "nps-0-10"}],
                "touchpoint": {"key": "checkout", "ownership": "owned", "path": "/checkout", "woken_by": "load"},
                "page": {"device": "phone", "viewport": {"width": 390, "height": 844}, "language": "en"},
                "shown_at": "2026-11-22T10:00:00.000+01:00", "answered_at": "2026-11-22T10:00:09.000+01:00",
            });
            match agent.post(url).content_type("text/plain").send(response.to_string()) {
                Ok(answer) if answer.status() == 202 => {
                    acknowledged.lock().unwrap().insert(id.clone(), revision);
                }
                // Full, or gone.
                _ => break,
            }
        }
    }
}
