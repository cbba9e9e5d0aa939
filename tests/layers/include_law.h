// The law of who may include whom, as README.md ("How the house is built") states it:
//
//   base <- hashsets <- scanner <- drivers
//   within scanner the trusted wing reads down   rank, supervise, ledger, wire
//   and the hostile wing   worker, pipeline, examine, plan, volumes, evidence, wire
//   and both read match: digests and hashes compared with sets, and no evidence parsed
//
// No trusted room and no driver includes a hostile one: the picture of the includes is
// the wall. Each library has rooms of its own that may name it.
#ifndef WINNOW_TESTS_LAYERS_INCLUDE_LAW_H_
#define WINNOW_TESTS_LAYERS_INCLUDE_LAW_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace winnow {

// "scanner/volumes/run_list.cc" lies in room "scanner/volumes", "base/file.h" in
// "base".
[[nodiscard]] std::string room_of(std::string_view path);

// What a line of source includes: "base/file.h", "tsk/libtsk.h"; nothing for others.
[[nodiscard]] std::optional<std::string> included_by(std::string_view line);

// Why a file may not include that, or nothing if it may.
[[nodiscard]] std::optional<std::string> breach(std::string_view file,
                                                std::string_view included);

// Breaches in a whole source text, each as "file:line: why".
[[nodiscard]] std::vector<std::string> breaches_in(std::string_view file,
                                                   std::string_view source);

}  // namespace winnow

#endif  // WINNOW_TESTS_LAYERS_INCLUDE_LAW_H_
