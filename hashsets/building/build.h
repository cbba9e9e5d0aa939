// Building a set: lists in, one `.wset` out.
#ifndef WINNOW_HASHSETS_BUILDING_BUILD_H_
#define WINNOW_HASHSETS_BUILDING_BUILD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "hashsets/building/set_output.h"
#include "hashsets/hash_set.h"

namespace winnow {

struct BuildRequest {
  std::string output;                // path of the .wset to write
  std::vector<std::string> sources;  // list files; their format is detected by content
  std::string name;                  // declared name
  SetType type = SetType::notable;
  // What category numbers mean: the name of a shipped profile ("us", "uk") or the path
  // of a profile file; "" if nothing was said.
  std::string profile = {};
  // What sorting may hold in memory; the rest goes to nameless files beside `output`,
  // enciphered under a key of the build's own if the set is sealed.
  std::uint64_t memory_bytes = std::uint64_t{1} << 30;
  // How to read the sources where their content does not tell: "pdq" for 64 digits at
  // the beginning of each line, which are SHA-256 otherwise. "" detects.
  std::string format = {};
  // Makes a sealed set (sealing/sealed_format.md): nothing plain of the set is written
  // to disk. Without a passphrase a plain one is made.
  Seal seal = {};
  // What the operator states of the set; all of it stands in its record. "" is left
  // out.
  std::string publisher = {};
  std::string publisher_version = {};
  std::string released_on = {};      // UTC, as ISO 8601 writes it
  std::string imported_at_utc = {};  // likewise; the clock is never asked
  std::string imported_by = {};
  // The greatest distance of PDQ hashes at which a picture is worth an alert, 0 to 64.
  std::optional<std::uint32_t> pdq_alert_distance = {};
};

// What was taken and what was not, and why: printed after a build, stored in the set.
struct BuildReport {
  struct Rejection {
    std::string reason;
    std::uint64_t count = 0;
    std::string first;  // "file:line: text" of the first of them
  };
  struct Source {
    std::string path;
    std::string format;      // "md5sum", "hashdeep", "csv", ...
    std::uint64_t rows = 0;  // read, whatever became of them; not blank lines, comments
  };
  // What one list says of a content.
  struct Assertion {
    std::string profile;
    std::optional<std::int64_t> code;
    std::string label;
    std::string source;  // name of the list
  };
  // One digest in two categories: the more severe is shown.
  struct Conflict {
    std::string algorithm;  // "md5", ..., "pdq"
    std::string digest;     // hexadecimal
    Assertion first;        // the one that is shown
    Assertion second;
  };
  // One digest of two contents: a content is found by all of its digests or by none.
  struct Inconsistency {
    std::string algorithm;
    std::string digest;
    std::string other_algorithm;
    std::string first;
    std::string second;
    std::string first_source;
    std::string second_source;
  };
  std::vector<Source> sources;
  std::vector<Rejection> rejections;  // rows left out, in stable order
  // Rows that were kept, but not all that they say could be used.
  std::vector<Rejection> remarks;
  std::uint64_t entries = 0;
  std::uint64_t empty_file_rows = 0;  // digests of no bytes: dropped
  std::uint64_t duplicates = 0;
  std::uint64_t conflicts = 0;  // entries whose category an earlier entry contradicts
  std::vector<Conflict> listed_conflicts;  // the first by digest
  std::uint64_t inconsistencies = 0;       // contents that an earlier one contradicts
  std::vector<Inconsistency> listed_inconsistencies;  // the first by digest
};

// Reads every source, then writes the set in one piece: on a fault (an unreadable or
// malformed source is named with its line) an older file at `output` stays as it was.
// Deterministic: the same sources, in whatever order, give the same bytes; sealed, the
// same bytes inside.
[[nodiscard]] Result<BuildReport> build_set(const BuildRequest& request);

// Seals the compiled set at `input` into `output`, once every byte of it was checked.
[[nodiscard]] Result<void> seal_set(const std::string& input, const std::string& output,
                                    Seal seal);
// Whether a set of this name may be written to `output`: what lies there already must
// be a set.
[[nodiscard]] Result<void> check_new_set(const std::string& output,
                                         const std::string& name);

// Whether these first bytes of a file are a compiled set's.
[[nodiscard]] bool looks_like_wset(Bytes head);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_BUILDING_BUILD_H_
