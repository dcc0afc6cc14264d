//! What replications say together.

use super::scenario;
use bellwether::experiment::ExperimentReport;
use bellwether::report::Report;
use bellwether::simulation::Simulation;

/// Five replications of a burst whose mean makespan is known, many times: the interval covers it in 95 % of them.
#[test]
fn student_s_intervals_cover_the_truth_as_often_as_they_say() {
    let (messages, senders) = (60.0, 3.0);
    let truth = (messages - senders) / senders + 1.0 + 1.0 / 2.0 + 1.0 / 3.0;
    let (mut covered, experiments) = (0_u32, 1500_u32);
    for seed in 0..experiments {
        let scenario = scenario(&[
            "producer: {messages: 60}",
            "senders: [{count: 3, mean_time: 1s, failure_rate: 0}]",
            &format!("seed: {seed}"),
        ]);
        let reports: Vec<Report> = (0..5)
            .map(|replication| {
                let mut run = Simulation::new(&scenario, replication);
                run.run_to_end();
                run.report()
            })
            .collect();
        let experiment = ExperimentReport::new(&reports, 5).expect("five of them");
        let interval = experiment.figures.get("makespan").expect("a makespan");
        let half_width = interval.half_width.expect("of five");
        covered += u32::from((interval.mean - truth).abs() <= half_width);
    }
    // four standard deviations of 1500 throws at 95 %: with normal quantiles in Student's place it would be 88 %
    let off = f64::from(covered) - 0.95 * f64::from(experiments);
    assert!(
        off.abs() < 4.0 * (1500.0_f64 * 0.95 * 0.05).sqrt(),
        "{covered} of {experiments}"
    );
}
