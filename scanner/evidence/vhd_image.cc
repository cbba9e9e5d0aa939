// VHD and VHDX images through libvhdi, fed from a descriptor.
#include <libbfio.h>
#include <libvhdi.h>

#include <utility>

#include "scanner/evidence/containers.h"
#include "scanner/evidence/descriptor_io.h"
#include "scanner/evidence/handle_pool.h"

namespace winnow {
namespace {

class VhdHandle {
 public:
  static Result<std::unique_ptr<VhdHandle>> open(const std::vector<Segment>& segments) {
    const Segment& segment = segments.front();
    auto made = std::unique_ptr<VhdHandle>(new VhdHandle());
    auto io =
        make_descriptor_handle(&libbfio_handle_initialize, segment.fd, segment.name);
    if (!io) return std::move(io).error();
    made->io_ = *io;
    if (libvhdi_file_initialize(&made->file_, nullptr) != 1 ||
        libvhdi_file_open_file_io_handle(made->file_, made->io_, LIBVHDI_OPEN_READ,
                                         nullptr) != 1) {
      return Fault{FaultKind::malformed,
                   "looks like a VHD or VHDX image but cannot be opened as one",
                   segment.name, std::nullopt};
    }
    std::uint32_t type = 0;
    if (libvhdi_file_get_disk_type(made->file_, &type, nullptr) == 1 &&
        type == LIBVHDI_DISK_TYPE_DIFFERENTIAL) {
      return Fault{FaultKind::unsupported,
                   "is a differencing disk: it holds only changes to another image; "
                   "merge it with its parent first",
                   segment.name, std::nullopt};
    }
    return made;
  }

  ~VhdHandle() {
    if (file_ != nullptr) {
      libvhdi_file_close(file_, nullptr);
      libvhdi_file_free(&file_, nullptr);
    }
    if (io_ != nullptr) libbfio_handle_free(&io_, nullptr);
  }
  VhdHandle(const VhdHandle&) = delete;
  VhdHandle& operator=(const VhdHandle&) = delete;

  [[nodiscard]] std::uint64_t media_size() const {
    size64_t size = 0;
    libvhdi_file_get_media_size(file_, &size, nullptr);
    return size;
  }

  Result<std::size_t> read_some(std::uint64_t offset, MutableBytes target) {
    const ssize_t got = libvhdi_file_read_buffer_at_offset(
        file_, target.data(), target.size(), static_cast<off64_t>(offset), nullptr);
    if (got <= 0) return Fault{FaultKind::io, "cannot be read", "", offset};
    return static_cast<std::size_t>(got);
  }

 private:
  VhdHandle() = default;
  libvhdi_file_t* file_ = nullptr;
  libbfio_handle_t* io_ = nullptr;
};

}  // namespace

Result<std::unique_ptr<Evidence>> open_vhd_image(const Segment& segment) {
  auto handle = VhdHandle::open({segment});
  if (!handle) return std::move(handle).error();
  return std::unique_ptr<Evidence>(std::make_unique<PooledImage<VhdHandle>>(
      std::vector<Segment>{segment}, std::move(handle).value()));
}

}  // namespace winnow
