// What the child program says of itself, for `winnow --version --json`.
#ifndef WINNOW_SCANNER_WORKER_ABOUT_CHILD_H_
#define WINNOW_SCANNER_WORKER_ABOUT_CHILD_H_

#include <string>

#include "scanner/wire/messages.h"

namespace winnow {

// One JSON object: "libraries" that parse evidence, name to version, and "confinement",
// what of the lock-down is in_force and lacking on this machine.
[[nodiscard]] std::string about_child_json(const Confined& confined);

}  // namespace winnow

#endif  // WINNOW_SCANNER_WORKER_ABOUT_CHILD_H_
