//! Proofs of purchase: the code in the docs, run by each language itself and checked by the real collector, and the way of a
//! proof from a shop's page.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use nachklang_tests::{Browser, Collector, Page, Shop};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// The code snippets of the docs in this language.
fn code(language: &str) -> Vec<String> {
    let docs = fs::read_to_string(xtask::root().join("docs/proof.md")).expect("docs/proof.md");
    let pieces = docs.split("```").skip(1).step_by(2).filter_map(|piece| piece.split_once('\n'));
    pieces.filter(|(found, _)| *found == language).map(|(_, code)| code.into()).collect()
}

/// A shop's server: a folder with the key that it signs with, made and registered by the commands in the docs.
struct Server {
    folder: TempDir,
}

impl Server {
    /// A server that signs with this algorithm, by its name in the collector's command.
    fn of(collector: &Collector, algorithm: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let commands = code("sh").into_iter().find(|commands| commands.contains(algorithm)).expect(algorithm);
        collector.sh(&commands, folder.path());
        Self { folder }
    }

    /// Runs a snippet on the server, and returns what it prints: a proof of the order T-1001.
    fn signs(&self, language: &str, code: &str) -> String {
        let file = |name: &str| {
            fs::write(self.folder.path().join(name), code).unwrap();
            name.to_owned()
        };
        let mut command = match language {
            "php" => run("php", &file("proof.php")),
            "js" => run("node", &file("proof.js")),
            "python" => run("python3", &file("proof.py")),
            "rust" => cargo(self.folder.path(), code),
            _ => panic!("no language {language}"),
        };
        command.current_dir(self.folder.path());
        let output = command.output().unwrap_or_else(|error| {
            panic!("{command:?}: {error}: cargo xtask test installs what is missing")
        });
        assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }
}

fn run(program: &str, file: &str) -> Command {
    let mut command = Command::new(program);
    command.arg(file);
    command
}

/// A package of its own with the dependencies that the docs name, in the versions of this workspace, which are here already.
fn cargo(folder: &Path, code: &str) -> Command {
    let [dependencies]: [String; 1] = self::code("toml").try_into().expect("one list of dependencies");
    let manifest = format!(
        "[package]\nname = \"proof\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(xtask::root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::write(folder.join("src/main.rs"), code).unwrap();
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.args(["run", "--quiet", "--offline"]).env("CARGO_TARGET_DIR", xtask::target().join("proof"));
    cargo
}

/// A response about an order.
fn response_about(order: &str, proof: &str) -> Value {
    let hash = Sha256::digest(format!("shop.example:{order}"));
    let id_hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    json!({
        "id": "0192f1e0-8c5a-7abc-8def-0123456789ab", "revision": 1, "status": "complete",
        "site": "shop.example", "survey": "csat", "survey_version": 1, "locale": "en",
        "answers": [{ "question": "csat", "kind": "csat", "value": 4, "scale": "csat-1-5" }],
        "touchpoint": { "key": "order.confirmation", "ownership": "owned", "path": "/thanks", "woken_by": "load" },
        "order": { "id_hash": id_hash, "items": 1, "proof": proof },
        "page": { "device": "desktop", "viewport": { "width": 1280, "height": 800 }, "language": "en" },
        "shown_at": "2026-11-21T20:15:00Z", "answered_at": "2026-11-21T20:15:09Z",
    })
}

/// Runs every snippet of a language, each with another algorithm. Returns how many there are.
fn check(language: &str) -> usize {
    let pieces = code(language);
    for piece in &pieces {
        let algorithm = if piece.contains("EdDSA") { "--ed25519" } else { "--hs256" };
        let collector = Collector::start();
        let proof = Server::of(&collector, algorithm).signs(language, piece);
        let (signed, signature) = proof.rsplit_once('.').expect("a signature");
        let middle = if signature.as_bytes()[20] == b'A' { "B" } else { "A" };
        let changed = format!("{signed}.{}{middle}{}", &signature[..20], &signature[21..]);
        for (response, fault) in [
            (response_about("T-1001", &changed), "forged: "),
            (response_about("T-1002", &proof), "of another order: "),
        ] {
            let (status, problem) = collector.post(&response);
            let error = &problem["errors"][0];
            let found = error["found"].as_str().unwrap_or_default();
            assert_eq!(
                (status, error["field"].as_str()),
                (422, Some("order.proof")),
                "{language}: {problem}"
            );
            assert!(found.starts_with(fault), "{language} {algorithm}: {problem}");
        }
        let (status, receipt) = collector.post(&response_about("T-1001", &proof));
        assert_eq!(status, 202, "{language} {algorithm}: {receipt}");
        let [stored]: [Value; 1] = collector.responses().try_into().expect("one response");
        assert_eq!(stored["verified_buyer"], true, "{language} {algorithm}: {stored}");
        assert!(!stored.to_string().contains(signature), "the proof is not kept");
        // The key matters: with another one, the proof is forged.
        let other = Collector::start();
        let _key = Server::of(&other, algorithm);
        let (_, problem) = other.post(&response_about("T-1001", &proof));
        assert!(
            problem["errors"][0]["found"].as_str().unwrap_or_default().starts_with("forged: "),
            "{problem}"
        );
    }
    pieces.len()
}

#[test]
fn the_collector_accepts_the_php_example() {
    assert_eq!(check("php"), 2);
}

#[test]
fn the_collector_accepts_the_node_example() {
    assert_eq!(check("js"), 2);
}

#[test]
fn the_collector_accepts_the_python_example() {
    assert_eq!(check("python"), 1);
}

#[test]
fn the_collector_accepts_the_rust_example() {
    assert_eq!(check("rust"), 2);
}

/// A page that confirms T-1001. `tag` stands on the script tag and `script` tells of the order, both with PROOF for its proof.
/// Returns the collector and the browser after the answer.
async fn confirm_order(tag: &str, script: &str, change: impl Fn(String) -> String) -> (Collector, Browser) {
    let collector = Collector::start();
    let code = code("js").remove(0);
    let proof = change(Server::of(&collector, "--ed25519").signs("js", &code));
    let tag = format!(r#"data-survey="csat" {}"#, tag.replace("PROOF", &proof));
    let script = script.replace("PROOF", &proof);
    let page = Page::with_tag(&collector, &tag).head(&format!("<script>{script}</script>"));
    let shop = Shop::with(page).await;
    let browser = Browser::start().await;
    browser.open(&format!("{}/thanks", shop.origin)).await;
    browser.question().await;
    browser.click("[value='4']").await;
    browser.click(".send").await;
    (collector, browser)
}

#[tokio::test]
async fn a_proof_on_the_page_verifies_the_buyer() {
    let order = "transaction_id: 'T-1001', value: 49.9, currency: 'EUR', items: [{}]";
    let gtag = "dataLayer = []; function gtag() { dataLayer.push(arguments) } gtag('js', new Date());";
    for (tag, script) in [
        (
            "",
            format!(
                "dataLayer = [{{ event: 'purchase', nachklang_proof: 'PROOF', ecommerce: {{ {order} }} }}]"
            ),
        ),
        (
            "",
            format!(
                "dataLayer = [{{ event: 'purchase', ecommerce: {{ nachklang_proof: 'PROOF', {order} }} }}]"
            ),
        ),
        ("data-proof=PROOF", format!("{gtag} gtag('event', 'purchase', {{ {order} }})")),
        // The proof beside the order wins over one that an earlier order left on the tag.
        (
            "data-proof=old",
            format!(
                "dataLayer = [{{ event: 'purchase', nachklang_proof: 'PROOF', ecommerce: {{ {order} }} }}]"
            ),
        ),
    ] {
        let (collector, browser) = confirm_order(tag, &script, |proof| proof).await;
        let stored = collector.response_with_order("complete").await;
        assert_eq!(stored["verified_buyer"], true, "{tag} {script}: {stored}");
        assert_eq!((&stored["order"]["value"], &stored["order"]["proof"]), (&json!(49.9), &Value::Null));
        assert_eq!(browser.recorded("uncaught").await, [""; 0]);
        assert_eq!(browser.recorded("console").await, [""; 0]);
    }
}

#[tokio::test]
async fn without_an_order_no_proof_is_sent() {
    let (collector, _browser) =
        confirm_order("data-proof=PROOF", "dataLayer = [{ event: 'view_cart' }]", |proof| proof).await;
    let stored = collector.response("complete").await;
    assert_eq!((&stored["order"], &stored["verified_buyer"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn the_page_is_told_why_a_proof_was_refused() {
    let script = "dataLayer = [{ event: 'purchase', nachklang_proof: 'PROOF', ecommerce: { transaction_id: 'T-1001' } }]";
    let forge = |proof: String| {
        let (signed, _) = proof.rsplit_once('.').expect("a signature");
        format!("{signed}.{}", "A".repeat(86))
    };
    let (collector, browser) = confirm_order("", script, forge).await;
    let failed = browser.event("failed").await;
    assert_eq!((&failed["status"], &failed["final"]), (&json!(422), &json!(true)), "{failed}");
    let reason = failed["reason"].as_str().unwrap();
    assert!(reason.contains("order.proof") && reason.contains("forged: "), "{reason}");
    assert!(collector.responses().iter().all(|response| response["order"] == Value::Null));
}
