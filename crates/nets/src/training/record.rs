//! What is told of a step, and how well a net does.

use ops::OpError;
use tensor::Tensor;

use crate::training::bad;

/// What is told of a step of training.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Which step; the first is 1.
    pub step: u64,
    /// How many times the examples have been gone through, this time too.
    pub epoch: u64,
    /// The learning rate.
    pub rate: f64,
    /// The loss of the batch, before the update.
    pub loss: f64,
    /// The share of the batch whose likeliest class is wrong, before the update.
    pub error: f64,
    /// The root of the sum of the squares of each learned tensor's gradient, in the order of
    /// [`Training::gradients`](crate::training::Training::gradients).
    pub grad_norms: Vec<f64>,
    /// The standard deviation of each layer's response, before the ReLU and the sum (ResNet,
    /// figure 7), in the order of [`Training::responses`](crate::training::Training::responses).
    pub response_std: Vec<f64>,
}

/// How well a net does on a set.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Scores {
    /// Rows of logits that have a label: examples, or tokens.
    pub count: u64,
    /// The sum of their losses, without smoothing.
    pub loss_sum: f64,
    /// How many are wrong: the likeliest class is another.
    pub wrong: u64,
    /// How many are wrong in five: five other classes are likelier.
    pub wrong_in_five: u64,
}

impl Scores {
    /// The mean loss; NaN over nothing.
    #[must_use]
    pub fn loss(&self) -> f64 {
        self.loss_sum / self.count as f64
    }

    /// The share that is wrong; NaN over nothing.
    #[must_use]
    pub fn top1(&self) -> f64 {
        self.wrong as f64 / self.count as f64
    }

    /// The share that is wrong in five; NaN over nothing.
    #[must_use]
    pub fn top5(&self) -> f64 {
        self.wrong_in_five as f64 / self.count as f64
    }

    /// Counts rows of logits `[n, classes]` against labels `[n]`; `ignored` does not count.
    ///
    /// # Errors
    /// Where there are not as many labels as rows, or one is no class.
    pub fn count(&mut self, logits: &Tensor, labels: &Tensor, ignored: i64) -> Result<(), OpError> {
        let classes = logits.shape().last().copied().unwrap_or(1).max(1);
        let (rows, given) = (logits.data().len() / classes, labels.data().len());
        if rows != given {
            return Err(bad(format!("labels: {rows} rows of logits have {given} labels")));
        }
        for (row, &label) in logits.data().chunks_exact(classes).zip(labels.data()) {
            if f64::from(label) == ignored as f64 {
                continue;
            }
            let own =
                if label.fract() == 0.0 && label >= 0.0 { row.get(label as usize) } else { None };
            let Some(&own) = own else {
                return Err(bad(format!("labels: {label} is no class from 0 to {}", classes - 1)));
            };
            // Of equal ones the first is taken; what is no number is before all others.
            let before = |(at, v): (usize, &f32)| match v.partial_cmp(&own) {
                Some(order) => order.is_gt() || (order.is_eq() && at < label as usize),
                None => true,
            };
            let rank = row.iter().enumerate().filter(|&pair| before(pair)).count();
            let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let sum: f64 = row.iter().map(|v| f64::from(v - most).exp()).sum();
            self.count += 1;
            self.loss_sum += sum.ln() - f64::from(own - most);
            self.wrong += u64::from(rank > 0);
            self.wrong_in_five += u64::from(rank > 4);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(rows: &[[f32; 6]], labels: &[f32], ignored: i64) -> Scores {
        let mut scores = Scores::default();
        let logits = Tensor::new(&[rows.len(), 6], rows.concat()).expect("rows");
        let labels = Tensor::new(&[rows.len()], labels.to_vec()).expect("n");
        scores.count(&logits, &labels, ignored).expect("classes");
        scores
    }

    #[test]
    fn ranks_are_counted() {
        let row = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
        let got = scores(&[row; 3], &[5.0, 4.0, 0.0], -100);
        assert_eq!((got.count, got.wrong, got.wrong_in_five), (3, 2, 1));
        assert_eq!((got.top1(), got.top5()), (2.0 / 3.0, 1.0 / 3.0));
        // log(e⁰ + … + e⁵) is 5.4561933.
        assert!((got.loss_sum - (3.0 * 5.456_193_316 - 9.0)).abs() < 1e-6, "{}", got.loss_sum);
    }

    #[test]
    fn what_is_no_class_is_named() {
        let logits = Tensor::from_fn(&[1, 3], |_| 0.0);
        for (labels, said) in [
            (&[3.0][..], "3 is no class from 0 to 2"),
            (&[-1.0], "-1 is no class"),
            (&[0.5], "0.5 is no class"),
            (&[0.0, 1.0], "1 rows of logits have 2 labels"),
        ] {
            let labels = Tensor::new(&[labels.len()], labels.to_vec()).expect("labels");
            let error = Scores::default().count(&logits, &labels, -100).expect_err(said);
            assert!(error.to_string().contains(said), "{error}");
        }
    }

    #[test]
    fn of_equal_ones_the_first_wins_and_pads_do_not_count() {
        let got = scores(&[[1.0; 6]; 3], &[0.0, 1.0, 5.0], 5);
        assert_eq!((got.count, got.wrong), (2, 1));
        let got = scores(&[[f32::NAN; 6]], &[0.0], -100);
        assert_eq!((got.wrong, got.wrong_in_five), (1, 1));
    }
}
