//! The widgets of the note on ResNet.

fn main() {
    web::hydrate();
}
