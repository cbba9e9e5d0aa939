// One message of electronic mail.
#include <vector>

#include "base/text.h"
#include "scanner/examine/containers/mime_message.h"
#include "scanner/examine/containers/openers.h"

namespace winnow {

Result<void> open_mail(Content& content, const ContainerLimits& limits,
                       MemberSink& sink) {
  if (content.size_bytes() > limits.memory_bytes) {
    return Fault{FaultKind::too_big,
                 "a message of more than " + grouped(limits.memory_bytes) + " bytes",
                 "",
                 {}};
  }
  MemberGate gate(limits, sink);
  Bytes bytes = content.in_memory();
  std::vector<std::byte> copy;
  if (bytes.size() != content.size_bytes()) {
    copy.resize(static_cast<std::size_t>(content.size_bytes()));
    const auto got = content.read(0, copy);
    if (!got) return got.error();
    bytes = Bytes(copy).first(*got);
  }
  if (!take_message(bytes, "", gate)) return gate.outcome();
  return {};
}

}  // namespace winnow
