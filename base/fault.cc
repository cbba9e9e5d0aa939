#include "base/fault.h"

#include <cerrno>
#include <system_error>

namespace winnow {

const char* to_string(FaultKind kind) {
  switch (kind) {
    case FaultKind::io:
      return "read error";
    case FaultKind::missing:
      return "missing";
    case FaultKind::truncated:
      return "truncated";
    case FaultKind::malformed:
      return "malformed";
    case FaultKind::unsupported:
      return "unsupported";
    case FaultKind::encrypted:
      return "encrypted";
    case FaultKind::too_big:
      return "too big";
    case FaultKind::timed_out:
      return "timed out";
    case FaultKind::out_of_memory:
      return "out of memory";
    case FaultKind::usage:
      return "usage";
    case FaultKind::no_space:
      return "no space";
    case FaultKind::gone:
      return "device gone";
  }
  return "unknown";
}

std::string Fault::line() const {
  std::string text = place.empty() ? what : place + ": " + what;
  if (offset) text += " (at byte " + std::to_string(*offset) + ")";
  return text;
}

Fault fault_from_errno(int error_number, std::string what, std::string place) {
  FaultKind kind = FaultKind::io;
  if (error_number == ENOENT || error_number == ENOTDIR) kind = FaultKind::missing;
  if (error_number == ENOSPC || error_number == EDQUOT) kind = FaultKind::no_space;
  if (error_number == ENOMEM) kind = FaultKind::out_of_memory;
  what += ": " + std::generic_category().message(error_number);
  return Fault{kind, std::move(what), std::move(place), std::nullopt};
}

}  // namespace winnow
