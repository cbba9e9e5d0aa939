// Fault: what went wrong, as a value.
//
// Faults are values because an exception that leaves a oneTBB stage cancels the whole
// scan, and on hostile evidence the bad path is a busy one. A Fault says what kind of
// trouble it is, which thing it happened to and where in it, so that one line can name
// the thing, the place and the remedy.
#ifndef WINNOW_BASE_FAULT_H_
#define WINNOW_BASE_FAULT_H_

#include <cstdint>
#include <optional>
#include <string>

namespace winnow {

enum class FaultKind : std::uint8_t {
  io,           // the operating system or the device refused a read or write
  missing,      // a file, segment or entry that should be there is not
  truncated,    // ends before its own description says it should
  malformed,    // contradicts its own format
  unsupported,  // recognised, but not something this version reads
  encrypted,    // recognised as encrypted
  too_big,      // met a stated cap
  timed_out,
  out_of_memory,
  usage,     // asked for something that cannot be
  no_space,  // the disk that holds the case is full
  gone,      // the device itself went away: nothing is known of its bytes
};

// Stable lower-case word for a kind, as printed in ledgers ("io", "too big").
[[nodiscard]] const char* to_string(FaultKind kind);

struct Fault {
  FaultKind kind = FaultKind::io;
  std::string what;   // one sentence without a full stop, ending in the remedy if any
  std::string place;  // the file, path or volume it happened to; may be empty
  std::optional<std::uint64_t> offset;  // byte in `place`, or line where `what` says so

  // "place: what (at byte N)": the one line a person sees.
  [[nodiscard]] std::string line() const;
};

// A fault from errno: kind follows the number (ENOENT is missing, ENOSPC no_space).
[[nodiscard]] Fault fault_from_errno(int error_number, std::string what,
                                     std::string place);

}  // namespace winnow

#endif  // WINNOW_BASE_FAULT_H_
