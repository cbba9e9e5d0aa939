// libbfio handles over descriptors that are open already, so that the libyal libraries
// (libewf, libvhdi, libvmdk) never open a path: the child has none.
#ifndef WINNOW_SCANNER_EVIDENCE_DESCRIPTOR_IO_H_
#define WINNOW_SCANNER_EVIDENCE_DESCRIPTOR_IO_H_

#include <libbfio.h>

#include <string>

#include "base/result.h"

namespace winnow {

// The handle_initialize of the libbfio that the handle is for: the shared one, or the
// one inside the sealed libewf.
using BfioInitialize = decltype(&libbfio_handle_initialize);

// A handle that reads from `fd` at its own position (pread: several handles may share
// one descriptor). The caller frees it with the same libbfio or gives it to a pool of
// it.
[[nodiscard]] Result<libbfio_handle_t*> make_descriptor_handle(
    BfioInitialize initialize, int fd, const std::string& name);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EVIDENCE_DESCRIPTOR_IO_H_
