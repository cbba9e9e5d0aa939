#include "scanner/examine/containers/openers.h"

namespace winnow {

Result<void> open_firefox_cache(Content&, const ContainerLimits&, MemberSink&) {
  return Fault{FaultKind::unsupported, "not read yet", "", {}};
}

}  // namespace winnow
