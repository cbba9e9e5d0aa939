#include "scanner/examine/containers/container.h"

namespace winnow {

Result<void> open_container(ContentType type, Content&, Siblings*,
                            const ContainerLimits&, MemberSink&) {
  return Fault{
      FaultKind::unsupported, std::string("not read yet: ") + to_string(type), "", {}};
}

}  // namespace winnow
