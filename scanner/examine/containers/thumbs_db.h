// Thumbs.db: the thumbnails that Windows keeps in a folder of pictures.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_THUMBS_DB_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_THUMBS_DB_H_

#include "scanner/examine/containers/container.h"

namespace winnow {

// Whether an OLE2 compound file holds thumbnails and nothing besides. Reads its
// directory. What cannot be read is none.
[[nodiscard]] bool is_thumbs_db(Content& content, const ContainerLimits& limits);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_THUMBS_DB_H_
