//! The widgets of the note on AlexNet.

fn main() {
    web::hydrate();
}
