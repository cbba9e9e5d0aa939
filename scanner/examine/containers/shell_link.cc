#include "scanner/examine/containers/openers.h"

namespace winnow {

Result<void> open_shell_link(Content&, const ContainerLimits&, MemberSink&) {
  return Fault{FaultKind::unsupported, "not read yet", "", {}};
}

}  // namespace winnow
