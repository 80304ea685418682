//! Calls that fail, tensors that go; the backends are compared in `tests/tests/parity.rs`.

use nets::Spec;
use ops::{Options, Value};
use pollster::block_on;

use crate::{Engine, Weights, describe};

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

/// A state dict of ResNet-1202 as PyTorch saves one, batches counted: more than other files hold.
#[test]
fn the_deepest_checkpoint_is_read_and_a_stranger_of_its_size_is_not() {
    let spec = || {
        let options =
            [("kind", Value::Word("cifarResnet".to_owned())), ("n", Value::Number(200.0))];
        Spec::parse(&Options(options.map(|(key, value)| (key.to_owned(), value)).into()))
    };
    let (mut header, mut end) = (String::new(), 0);
    for (name, shape) in describe(spec()).unwrap().weights {
        let begin = end;
        end += shape.iter().product::<usize>() * 4;
        let comma = if begin == 0 { '{' } else { ',' };
        header += &format!(
            "{comma}\"{name}\":{{\"dtype\":\"F32\",\"shape\":{shape:?},\"data_offsets\":[{begin},{end}]}}"
        );
        if let Some(norm) = name.strip_suffix("running_var") {
            let begin = end;
            end += 8;
            header += &format!(
                ",\"{norm}num_batches_tracked\":{{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[{begin},{end}]}}"
            );
        }
    }
    header.push('}');
    header.extend(std::iter::repeat_n(' ', header.len().next_multiple_of(8) - header.len()));
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend_from_slice(header.as_bytes());
    file.resize(file.len() + end, 0);

    let mut engine = Engine::cpu();
    engine.model(1, spec(), Weights::File(Box::new(file.clone())));
    assert_eq!(engine.model_info(1).unwrap().weights.len(), 6007);
    engine.model(
        2,
        Spec::parse(&Options([("kind".to_owned(), Value::Word("alexnet".to_owned()))].into())),
        Weights::File(Box::new(file)),
    );
    let words = engine.model_info(2).unwrap_err();
    assert_eq!(words, "model: the file holds 6007 tensors; at most 4096 are read and written");
}
