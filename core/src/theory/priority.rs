//! Classes served by priority, without interrupting an attempt that runs.

/// Mean waiting times of classes, the most important first: A. Cobham, "Priority assignment in waiting line
/// problems", Operations Research 2(1), 1954.
///
/// `delay` is the mean time until a server gets free as an arrival of the most important class sees it, with no one
/// waiting: for M/G/1, arrival rate × mean square service time / 2; for M/M/c with equal means, Erlang's C × mean
/// service time / c. `loads` are the shares of all servers' time that each class demands; their sum is below 1.
#[must_use]
pub fn cobham(delay: f64, loads: &[f64]) -> Vec<f64> {
    let mut more_important = 1.0;
    loads
        .iter()
        .map(|load| {
            let left = more_important - load;
            let waiting = delay / (more_important * left);
            more_important = left;
            waiting
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::erlang::MultiServer;

    #[test]
    fn two_classes_at_one_server() {
        // M/M/1, mean service 1, loads 0.3 and 0.5: W0 = 0.8, W1 = 0.8 / 0.7, W2 = 0.8 / (0.7 × 0.2)
        let waiting = cobham(0.8, &[0.3, 0.5]);
        assert!((waiting[0] - 8.0 / 7.0).abs() < 1e-14);
        assert!((waiting[1] - 40.0 / 7.0).abs() < 1e-13);
    }

    #[test]
    fn with_equal_service_the_order_does_not_change_the_mean() {
        let queue = MultiServer::new(4, 3.4, 1.0).unwrap();
        let loads = [0.2, 0.05, 0.6];
        let waiting = cobham(queue.delayed() / 4.0, &loads);
        let mean: f64 = waiting.iter().zip(loads).map(|(w, load)| w * load / 0.85).sum();
        assert!((mean / queue.mean_waiting() - 1.0).abs() < 1e-13);
    }
}
