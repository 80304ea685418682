//! Every kernel: valid, and as its row of the table says.

use kernels::{KERNELS, Kernel};
use naga::{
    AddressSpace, Module, StorageAccess, TypeInner,
    valid::{Capabilities, ValidationFlags, Validator},
};

fn parsed(kernel: &Kernel) -> Module {
    let module = naga::front::wgsl::parse_str(kernel.source)
        .unwrap_or_else(|e| panic!("{}: {}", kernel.name, e.emit_to_string(kernel.source)));
    // No capability beyond core WGSL: every browser has to take it.
    Validator::new(ValidationFlags::all(), Capabilities::empty())
        .validate(&module)
        .unwrap_or_else(|e| panic!("{}: {}", kernel.name, e.emit_to_string(kernel.source)));
    module
}

#[test]
fn every_kernel_is_valid_and_its_row_is_true() {
    for kernel in KERNELS {
        let module = parsed(kernel);
        let [entry] = module.entry_points.as_slice() else {
            panic!("{}: one entry point", kernel.name)
        };
        assert_eq!(entry.name, "main", "{}", kernel.name);
        let lanes: u32 = entry.workgroup_size.iter().product();
        assert!(lanes <= 256, "{}: {lanes} invocations", kernel.name);

        let (mut reads, mut writes, mut words, mut shared) = (Vec::new(), Vec::new(), 0, 0);
        for (_, variable) in module.global_variables.iter() {
            let binding = variable.binding.as_ref().map(|b| b.binding);
            let size = module.types[variable.ty].inner.size(module.to_ctx());
            match variable.space {
                AddressSpace::Uniform => {
                    assert_eq!(binding, Some(0), "{}", kernel.name);
                    let TypeInner::Struct { members, .. } = &module.types[variable.ty].inner else {
                        panic!("{}: parameters are a struct", kernel.name)
                    };
                    words = members.len();
                    assert_eq!(size as usize, 4 * words, "{}: words alone", kernel.name);
                }
                AddressSpace::Storage { access } => {
                    let to = if access.contains(StorageAccess::STORE) {
                        &mut writes
                    } else {
                        &mut reads
                    };
                    to.extend(binding);
                }
                AddressSpace::WorkGroup => shared += size,
                _ => {}
            }
        }
        reads.sort_unstable();
        writes.sort_unstable();
        let (i, o) = (kernel.inputs as u32, kernel.outputs as u32);
        assert_eq!(reads, (1..=i).collect::<Vec<_>>(), "{}: reads", kernel.name);
        assert_eq!(writes, (i + 1..=i + o).collect::<Vec<_>>(), "{}: writes", kernel.name);
        assert!(i + o <= 8, "{}: more storage buffers than every device has", kernel.name);
        assert_eq!(words, kernel.words, "{}: words of parameters", kernel.name);
        assert!(words <= 64, "{}: parameters fit the stride of the uniforms", kernel.name);
        assert!(shared <= 16_384, "{}: {shared} bytes of workgroup memory", kernel.name);
    }
}

#[test]
fn every_kernel_says_what_it_does() {
    for kernel in KERNELS {
        let path = format!("crates/kernels/src/{}.wgsl", kernel.name);
        let text = std::fs::read_to_string(tests::root().join(path)).expect("the kernel's file");
        assert!(!kernel.source.contains("//"), "{}: comments are for people", kernel.name);
        let header: String =
            text.lines().take_while(|l| l.starts_with("//")).collect::<Vec<_>>().join(" ");
        for word in ["Grid:", "Bindings", "invocation"] {
            assert!(header.contains(word), "{}.wgsl: its header lacks {word:?}", kernel.name);
        }
    }
}
