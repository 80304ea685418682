//! The optimizers against those of `torch.optim`, over several steps.

use ops::Schedule;
use tensor::Tensor;
use tests::{
    optimizers::{TOLERANCE, optimizers},
    worst,
};

#[test]
fn every_step_is_pytorchs() {
    let cases = optimizers();
    assert!(cases.len() >= 9);
    for case in &cases {
        let (name, op) = (&case.name, case.op());
        let (mut state, mut most) = (case.start(), 0.0_f32);
        assert!(case.steps.len() >= 5, "{name}");
        for (t, (_, _, after)) in case.steps.iter().enumerate() {
            let args = case.inputs(t, &state);
            let args: Vec<Option<&Tensor>> = args.iter().map(Option::as_ref).collect();
            state = op.forward(&args).unwrap_or_else(|e| panic!("{name}: {e}"));
            let off = worst(name, &state[0], after, TOLERANCE);
            assert!(off <= 1.0, "{name}, step {t}: off by {off} tolerances");
            most = most.max(off);
        }
        println!("{name}: {} steps, {most:.3} tolerances", case.steps.len());
    }
}

/// The rates that PyTorch was given are those of the schedule.
#[test]
fn the_transformers_rates_are_the_schedules() {
    let cases = optimizers();
    let case = cases.iter().find(|c| c.name == "adam_transformer").expect("the case");
    let schedule = Schedule::Transformer { d_model: 512, warmup: 4 };
    assert_eq!(case.steps.len(), 12);
    for (t, (want, ..)) in case.steps.iter().enumerate() {
        let got = schedule.rate(t as u64 + 1);
        assert!((got - want).abs() <= 1e-15, "step {t}: {got}, not {want}");
    }
}
