#include "scanner/examine/containers/archive_source.h"
#include "scanner/examine/containers/container.h"

namespace winnow {

void prepare_containers() {
  const Utf8Thread utf8;
}

}  // namespace winnow
