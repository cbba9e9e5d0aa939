#include "scanner/examine/containers/openers.h"

namespace winnow {

Result<void> open_mail(Content&, const ContainerLimits&, MemberSink&) {
  return Fault{FaultKind::unsupported, "not read yet", "", {}};
}

}  // namespace winnow
