#include "scanner/examine/containers/openers.h"

namespace winnow {

Result<void> open_sqlite(Content&, Siblings*, const ContainerLimits&, MemberSink&) {
  return Fault{FaultKind::unsupported, "not read yet", "", {}};
}

Result<void> open_sqlite_log(Content&, const ContainerLimits&, MemberSink&) {
  return Fault{FaultKind::unsupported, "not read yet", "", {}};
}

}  // namespace winnow
