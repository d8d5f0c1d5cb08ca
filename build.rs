//! Tells a release build which commit it was made from, so that results can say so.

use std::process::Command;

fn main() {
    // Every commit writes there. Development builds go without: they would be built anew at each.
    println!("cargo::rerun-if-changed=.git/logs/HEAD");
    if std::env::var("PROFILE").as_deref() != Ok("release") {
        return;
    }
    let commit = Command::new("git").args(["rev-parse", "HEAD"]).output();
    if let Ok(output) = commit
        && output.status.success()
    {
        let commit = String::from_utf8_lossy(&output.stdout);
        println!("cargo::rustc-env=MASKFLOW_COMMIT={}", commit.trim());
    }
}
