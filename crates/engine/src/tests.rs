//! Calls that fail, tensors that go; the backends are compared in `tests/tests/parity.rs`.

use ops::Options;
use pollster::block_on;

use crate::Engine;

#[test]
fn a_bad_call_poisons_its_output_and_nothing_else() {
    let mut engine = Engine::cpu();
    engine.tensor(1, &[1, 1, 4, 4], vec![1.0; 16]);
    engine.tensor(2, &[1, 1, 9, 9], vec![1.0; 81]);
    engine.op("conv2d", &Options::default(), &[Some(1), Some(2), None], &[3]);
    engine.op("relu", &Options::default(), &[Some(3)], &[4]);
    engine.op("relu", &Options::default(), &[Some(1)], &[5]);
    let got = block_on(engine.data(&[3, 4, 5]));
    for poisoned in &got[..2] {
        let words = poisoned.as_ref().unwrap_err();
        assert!(words.starts_with("conv2d: the kernel 9×9"), "{words}");
    }
    assert_eq!(got[2].as_ref().unwrap().data(), [1.0; 16]);
}

#[test]
fn disposal_is_counted_and_named() {
    let mut engine = Engine::cpu();
    engine.tensor(1, &[4], vec![1.0; 4]);
    engine.op("relu", &Options::default(), &[Some(1)], &[2]);
    assert_eq!(engine.stats().bytes, 32);
    engine.dispose(1);
    assert_eq!(engine.stats().bytes, 16);
    assert_eq!(block_on(engine.trace(2, &[0])).unwrap().value(), 1.0);
    assert!(engine.shape(1).unwrap_err().contains("disposed"));
}

/// What was disposed of is made again where a trace needs it.
#[test]
fn a_disposed_step_can_still_be_traced_through() {
    let mut engine = Engine::cpu();
    engine.tensor(1, &[2], vec![-1.0, 3.0]);
    engine.op("relu", &Options::default(), &[Some(1)], &[2]);
    engine.op("relu", &Options::default(), &[Some(2)], &[3]);
    engine.dispose(2);
    engine.dispose(1);
    assert_eq!(block_on(engine.trace(3, &[1])).unwrap().value(), 3.0);
}

#[test]
fn the_cpu_has_no_device_to_lose() {
    assert!(Engine::cpu().lose_device().is_err());
}
