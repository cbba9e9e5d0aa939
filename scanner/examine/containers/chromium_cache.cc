#include "scanner/examine/containers/openers.h"

namespace winnow {

Result<void> open_chromium_cache(Content&, Siblings*, const ContainerLimits&,
                                 MemberSink&) {
  return Fault{FaultKind::unsupported, "not read yet", "", {}};
}

Result<void> open_chromium_simple_cache(Content&, const ContainerLimits&, MemberSink&) {
  return Fault{FaultKind::unsupported, "not read yet", "", {}};
}

}  // namespace winnow
