//! The program that the browser loads; all of it is in the library, so that it can be tested.

fn main() {
    web::start();
}
