// The libbfio functions inside the sealed libewf (CMakeLists.txt of this room says
// why), under the names they are given there. Their objects must never meet another
// libbfio.
#ifndef WINNOW_SCANNER_EVIDENCE_SEALED_EWF_H_
#define WINNOW_SCANNER_EVIDENCE_SEALED_EWF_H_

#include <libbfio.h>

extern "C" {
decltype(libbfio_handle_initialize) sealed_bfio_handle_initialize;
decltype(libbfio_handle_free) sealed_bfio_handle_free;
decltype(libbfio_pool_initialize) sealed_bfio_pool_initialize;
decltype(libbfio_pool_append_handle) sealed_bfio_pool_append_handle;
decltype(libbfio_pool_free) sealed_bfio_pool_free;
}

#endif  // WINNOW_SCANNER_EVIDENCE_SEALED_EWF_H_
