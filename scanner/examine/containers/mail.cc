// One message of electronic mail.
#include "scanner/examine/containers/mime_message.h"
#include "scanner/examine/containers/openers.h"
#include "scanner/examine/containers/whole_content.h"

namespace winnow {

Result<void> open_mail(Content& content, const ContainerLimits& limits,
                       MemberSink& sink) {
  const auto whole = WholeContent::of(content, limits.memory_bytes);
  if (!whole) return whole.error();
  MemberGate gate(limits, sink);
  (void)take_message(whole->bytes(), "", gate);
  return gate.outcome();
}

}  // namespace winnow
