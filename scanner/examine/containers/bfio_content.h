// libbfio handles over a Content, so that libpff never opens a path.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_BFIO_CONTENT_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_BFIO_CONTENT_H_

#include <libbfio.h>

#include <memory>

#include "scanner/examine/content/content.h"

namespace winnow {

struct FreeBfio {
  void operator()(libbfio_handle_t* handle) const {
    ::libbfio_handle_free(&handle, nullptr);
  }
};
using BfioHandle = std::unique_ptr<libbfio_handle_t, FreeBfio>;

// Null if there is no memory. The content outlives it.
[[nodiscard]] BfioHandle bfio_over(Content& content);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_BFIO_CONTENT_H_
