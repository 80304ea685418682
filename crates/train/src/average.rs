//! The mean of several checkpoints (Transformer, section 6.1).

use tensor::Tensor;

/// The mean of each tensor over checkpoints that hold the same ones; nothing of none.
#[must_use]
pub fn average(checkpoints: &[Vec<Tensor>]) -> Vec<Tensor> {
    let Some(first) = checkpoints.first() else { return Vec::new() };
    let share = 1.0 / checkpoints.len() as f64;
    let mean = |nth: usize, at: usize| -> f64 {
        let sum = |sum: f64, one: &Vec<Tensor>| sum + f64::from(one[nth].data()[at]);
        checkpoints.iter().fold(0.0, sum) * share
    };
    let of = |(nth, t): (usize, &Tensor)| Tensor::from_fn(t.shape(), |at| mean(nth, at) as f32);
    first.iter().enumerate().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_is_the_mean() {
        let checkpoint = |v: f32| vec![Tensor::from_fn(&[2], |i| v + i as f32)];
        let mean = average(&[checkpoint(1.0), checkpoint(2.0), checkpoint(6.0)]);
        assert_eq!(mean[0].data(), [3.0, 4.0]);
        assert!(average(&[]).is_empty());
    }
}
