#include "scanner/examine/containers/archive_source.h"
#include "scanner/examine/containers/container.h"
#include "scanner/examine/containers/mime_message.h"

namespace winnow {

void prepare_containers() {
  const Utf8Thread utf8;
  prepare_mime();
}

}  // namespace winnow
