#![allow(missing_docs, clippy::print_stdout)]
use bellwether::{scenario::Scenario, simulation::Simulation};
fn main() {
    let mut run = Simulation::new(&Scenario::default(), 0);
    run.run_to_end();
    let mut report = run.report();
    report.samples.truncate(1);
    println!("{}", report.to_json());
}
