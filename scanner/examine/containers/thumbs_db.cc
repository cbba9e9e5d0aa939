#include "scanner/examine/containers/openers.h"

namespace winnow {

Result<void> open_thumbs_db(Content&, const ContainerLimits&, MemberSink&) {
  return Fault{FaultKind::unsupported, "not read yet", "", {}};
}

}  // namespace winnow
