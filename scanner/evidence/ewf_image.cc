// EWF images of the first version (E01) through libewf, fed from descriptors. Ex01,
// which Debian's libewf does not read, is in ewf2_image.cc.
#include <libewf.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "scanner/evidence/containers.h"
#include "scanner/evidence/descriptor_io.h"
#include "scanner/evidence/handle_pool.h"
#include "scanner/evidence/sealed_ewf.h"

namespace winnow {
namespace {

Fault ewf_fault(FaultKind kind, std::string what, const std::string& place,
                libewf_error_t** error) {
  if (error != nullptr && *error != nullptr) {
    std::array<char, 512> text{};
    if (libewf_error_sprint(*error, text.data(), text.size()) > 0) {
      what += ": " + printable_utf8(text.data());
    }
    libewf_error_free(error);
  }
  return Fault{kind, std::move(what), place, std::nullopt};
}

class EwfHandle {
 public:
  static Result<std::unique_ptr<EwfHandle>> open(const std::vector<Segment>& segments) {
    auto made = std::unique_ptr<EwfHandle>(new EwfHandle());
    const std::string& name = segments.front().name;
    if (sealed_bfio_pool_initialize(&made->pool_, 0, 0, nullptr) != 1 ||
        libewf_handle_initialize(&made->handle_, nullptr) != 1) {
      return Fault{FaultKind::out_of_memory, "cannot be opened", name, std::nullopt};
    }
    for (const Segment& segment : segments) {
      auto io = make_descriptor_handle(&sealed_bfio_handle_initialize, segment.fd,
                                       segment.name);
      if (!io) return std::move(io).error();
      int entry = 0;
      if (sealed_bfio_pool_append_handle(made->pool_, &entry, *io,
                                         LIBBFIO_ACCESS_FLAG_READ, nullptr) != 1) {
        sealed_bfio_handle_free(&*io, nullptr);
        return Fault{FaultKind::out_of_memory, "cannot be opened", name, std::nullopt};
      }
    }
    libewf_error_t* error = nullptr;
    if (libewf_handle_open_file_io_pool(made->handle_, made->pool_,
                                        libewf_get_access_flags_read(), &error) != 1) {
      return ewf_fault(FaultKind::malformed,
                       "is not a readable EWF image (" +
                           std::to_string(segments.size()) + " segments)",
                       name, &error);
    }
    // Where libewf met a damaged section it stops, and gives zeros for all behind it.
    if (libewf_handle_segment_files_corrupted(made->handle_, nullptr) != 0) {
      return Fault{FaultKind::malformed,
                   "a section of the image is damaged; copy it again from the original",
                   name, std::nullopt};
    }
    if (libewf_handle_get_bytes_per_sector(made->handle_, &made->sector_bytes_,
                                           nullptr) != 1 ||
        made->sector_bytes_ == 0) {
      return Fault{FaultKind::malformed, "does not say how large its sectors are", name,
                   std::nullopt};
    }
    return made;
  }

  ~EwfHandle() {
    if (handle_ != nullptr) {
      libewf_handle_close(handle_, nullptr);
      libewf_handle_free(&handle_, nullptr);
    }
    if (pool_ != nullptr) sealed_bfio_pool_free(&pool_, nullptr);
  }
  EwfHandle(const EwfHandle&) = delete;
  EwfHandle& operator=(const EwfHandle&) = delete;

  [[nodiscard]] std::uint64_t media_size() const {
    size64_t size = 0;
    libewf_handle_get_media_size(handle_, &size, nullptr);
    return size;
  }

  Result<std::size_t> read_some(std::uint64_t offset, MutableBytes target) {
    libewf_error_t* error = nullptr;
    const ssize_t got = libewf_handle_read_random(handle_, target.data(), target.size(),
                                                  static_cast<off64_t>(offset), &error);
    if (got <= 0) {
      libewf_error_free(&error);
      return Fault{FaultKind::io, "cannot be read", "", std::nullopt};
    }
    auto sound = refuse_zeroed(offset, static_cast<std::uint64_t>(got));
    if (!sound) return std::move(sound).error();
    return static_cast<std::size_t>(got);
  }

  [[nodiscard]] libewf_handle_t* get() const { return handle_; }

 private:
  EwfHandle() = default;

  // libewf answers for a chunk whose checksum fails with zeros and notes it in a list:
  // zeros that stand in for content must never be taken for content.
  [[nodiscard]] Result<void> refuse_zeroed(std::uint64_t start,
                                           std::uint64_t length) const {
    std::uint32_t errors = 0;
    if (libewf_handle_get_number_of_checksum_errors(handle_, &errors, nullptr) != 1) {
      return {};
    }
    std::optional<std::uint64_t> first;
    for (std::uint32_t i = 0; i < errors; ++i) {
      std::uint64_t sector = 0;
      std::uint64_t sectors = 0;
      if (libewf_handle_get_checksum_error(handle_, i, &sector, &sectors, nullptr) !=
          1) {
        continue;
      }
      const std::uint64_t from = sector * sector_bytes_;
      if (from < start + length && start < from + sectors * sector_bytes_) {
        const std::uint64_t bad = std::max(from, start);
        first = std::min(first.value_or(bad), bad);
      }
    }
    if (!first) return {};
    return Fault{FaultKind::io, "a chunk of the image fails its checksum", "", first};
  }

  libewf_handle_t* handle_ = nullptr;
  libbfio_pool_t* pool_ = nullptr;
  std::uint32_t sector_bytes_ = 0;
};

void add_value(Metadata& metadata, const char* key, const std::string& value) {
  if (!value.empty()) metadata.emplace_back(key, printable_utf8(value));
}

std::string header_value(libewf_handle_t* handle, std::string_view key) {
  std::array<std::uint8_t, 1024> value{};
  if (libewf_handle_get_utf8_header_value(
          handle, reinterpret_cast<const std::uint8_t*>(key.data()), key.size(),
          value.data(), value.size() - 1, nullptr) != 1) {
    return "";
  }
  return reinterpret_cast<const char*>(value.data());
}

// What formats.md 4.5 asks to carry; the stored password hash ("p") is left out.
void read_metadata(libewf_handle_t* handle, Metadata& metadata) {
  static constexpr std::pair<const char*, std::string_view> kHeaderValues[] = {
      {"acq.case_number", "case_number"},
      {"acq.evidence_number", "evidence_number"},
      {"acq.description", "description"},
      {"acq.examiner", "examiner_name"},
      {"acq.notes", "notes"},
      {"acq.tool_version", "acquiry_software_version"},
      {"acq.platform", "acquiry_operating_system"},
      {"acq.acquired_at_raw", "acquiry_date"},
      {"acq.system_date_raw", "system_date"},
      {"acq.device_model", "model"},
      {"acq.device_serial", "serial_number"},
      {"acq.device_label", "device_label"},
  };
  for (const auto& [field, key] : kHeaderValues) {
    add_value(metadata, field, header_value(handle, key));
  }
  std::array<std::byte, 16> md5{};
  if (libewf_handle_get_md5_hash(handle, reinterpret_cast<std::uint8_t*>(md5.data()),
                                 md5.size(), nullptr) == 1) {
    add_value(metadata, "acq.md5_stored", to_hex(md5));
  }
  std::array<std::byte, 20> sha1{};
  if (libewf_handle_get_sha1_hash(handle, reinterpret_cast<std::uint8_t*>(sha1.data()),
                                  sha1.size(), nullptr) == 1) {
    add_value(metadata, "acq.sha1_stored", to_hex(sha1));
  }
  std::uint32_t bad = 0;
  if (libewf_handle_get_number_of_acquiry_errors(handle, &bad, nullptr) == 1 &&
      bad > 0) {
    add_value(metadata, "acq.bad_ranges", std::to_string(bad));
  }
}

}  // namespace

Result<std::unique_ptr<Evidence>> open_ewf_image(std::vector<Segment> segments,
                                                 Metadata& metadata) {
  auto whole = check_ewf_segments(segments);
  if (!whole) return std::move(whole).error();
  auto handle = EwfHandle::open(segments);
  if (!handle) return std::move(handle).error();
  read_metadata((*handle)->get(), metadata);
  return std::unique_ptr<Evidence>(std::make_unique<PooledImage<EwfHandle>>(
      std::move(segments), std::move(handle).value()));
}

}  // namespace winnow
