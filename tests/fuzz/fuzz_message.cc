// The input is kind and body of a message as it crosses the wall. What is accepted must
// come out of encode() as it went in: the journal keeps these bytes, and two texts of
// one message would be two records.
#include "scanner/wire/messages.h"
#include "tests/fuzz/fuzz_targets.h"

namespace winnow {

Violation fuzz_message(Bytes input) {
  const auto message = decode(input);
  if (!message) return {};
  std::string frame;
  encode(*message, frame);
  const auto body = part(bytes_of(frame), sizeof(std::uint32_t), input.size());
  if (!body || frame.size() != sizeof(std::uint32_t) + input.size() ||
      read_le<std::uint32_t>(bytes_of(frame), 0) != input.size() ||
      text_of(*body) != text_of(input)) {
    return "an accepted message is encoded as other bytes";
  }
  return {};
}

}  // namespace winnow
