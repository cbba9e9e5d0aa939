// VMDK images with their descriptor inside (monolithic sparse, stream optimised)
// through libvmdk, fed from a descriptor.
#include <libbfio.h>
#include <libvmdk.h>

#include <utility>

#include "scanner/evidence/containers.h"
#include "scanner/evidence/descriptor_io.h"
#include "scanner/evidence/handle_pool.h"

namespace winnow {
namespace {

class VmdkHandle {
 public:
  static Result<std::unique_ptr<VmdkHandle>> open(
      const std::vector<Segment>& segments) {
    const Segment& segment = segments.front();
    auto made = std::unique_ptr<VmdkHandle>(new VmdkHandle());
    auto io =
        make_descriptor_handle(&libbfio_handle_initialize, segment.fd, segment.name);
    if (!io) return std::move(io).error();
    made->io_ = *io;
    if (libvmdk_handle_initialize(&made->handle_, nullptr) != 1 ||
        libvmdk_handle_open_file_io_handle(made->handle_, made->io_, LIBVMDK_OPEN_READ,
                                           nullptr) != 1) {
      return not_opened(segment);
    }
    // The one extent is the file itself; libvmdk wants it as a pool of its own.
    auto extent =
        make_descriptor_handle(&libbfio_handle_initialize, segment.fd, segment.name);
    if (!extent) return std::move(extent).error();
    int entry = 0;
    if (libbfio_pool_initialize(&made->pool_, 0, 0, nullptr) != 1 ||
        libbfio_pool_append_handle(made->pool_, &entry, *extent,
                                   LIBBFIO_ACCESS_FLAG_READ, nullptr) != 1) {
      libbfio_handle_free(&*extent, nullptr);
      return not_opened(segment);
    }
    if (libvmdk_handle_open_extent_data_files_file_io_pool(made->handle_, made->pool_,
                                                           nullptr) != 1) {
      return not_opened(segment);
    }
    return made;
  }

  ~VmdkHandle() {
    if (handle_ != nullptr) {
      libvmdk_handle_close(handle_, nullptr);
      libvmdk_handle_free(&handle_, nullptr);
    }
    if (pool_ != nullptr) libbfio_pool_free(&pool_, nullptr);
    if (io_ != nullptr) libbfio_handle_free(&io_, nullptr);
  }
  VmdkHandle(const VmdkHandle&) = delete;
  VmdkHandle& operator=(const VmdkHandle&) = delete;

  [[nodiscard]] std::uint64_t media_size() const {
    size64_t size = 0;
    libvmdk_handle_get_media_size(handle_, &size, nullptr);
    return size;
  }

  Result<std::size_t> read_some(std::uint64_t offset, MutableBytes target) {
    const ssize_t got = libvmdk_handle_read_buffer_at_offset(
        handle_, target.data(), target.size(), static_cast<off64_t>(offset), nullptr);
    if (got <= 0) return Fault{FaultKind::io, "cannot be read", "", offset};
    return static_cast<std::size_t>(got);
  }

 private:
  VmdkHandle() = default;
  static Fault not_opened(const Segment& segment) {
    return Fault{
        FaultKind::malformed,
        "looks like a VMDK image but cannot be opened as one; a disk split over "
        "several files must be joined first",
        segment.name, std::nullopt};
  }

  libvmdk_handle_t* handle_ = nullptr;
  libbfio_handle_t* io_ = nullptr;
  libbfio_pool_t* pool_ = nullptr;
};

}  // namespace

Result<std::unique_ptr<Evidence>> open_vmdk_image(const Segment& segment) {
  auto handle = VmdkHandle::open({segment});
  if (!handle) return std::move(handle).error();
  return std::unique_ptr<Evidence>(std::make_unique<PooledImage<VmdkHandle>>(
      std::vector<Segment>{segment}, std::move(handle).value()));
}

}  // namespace winnow
