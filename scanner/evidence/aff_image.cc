// AFF images (AFFv3, one file) through afflib. afflib opens names only, so it is given
// the descriptor's name below /proc/self/fd.
#include <fcntl.h>
#include <stdint.h>  // afflib's header uses these names and includes nothing
#include <sys/types.h>

#include <afflib/afflib.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "scanner/evidence/containers.h"
#include "scanner/evidence/handle_pool.h"

namespace winnow {
namespace {

class AffHandle {
 public:
  static Result<std::unique_ptr<AffHandle>> open(const std::vector<Segment>& segments) {
    const Segment& segment = segments.front();
    const std::string path = "/proc/self/fd/" + std::to_string(segment.fd);
    auto made = std::unique_ptr<AffHandle>(new AffHandle());
    made->file_ = af_open(path.c_str(), O_RDONLY, 0);
    if (made->file_ == nullptr) {
      return Fault{FaultKind::malformed,
                   "looks like an AFF image but cannot be opened as one (encrypted AFF "
                   "images are not read)",
                   segment.name, std::nullopt};
    }
    return made;
  }

  ~AffHandle() {
    if (file_ != nullptr) af_close(file_);
  }
  AffHandle(const AffHandle&) = delete;
  AffHandle& operator=(const AffHandle&) = delete;

  [[nodiscard]] std::uint64_t media_size() const {
    const auto size = af_get_imagesize(file_);
    return size > 0 ? static_cast<std::uint64_t>(size) : 0;
  }

  Result<std::size_t> read_some(std::uint64_t offset, MutableBytes target) {
    af_seek(file_, static_cast<std::int64_t>(offset), SEEK_SET);
    const auto got = af_read(file_, reinterpret_cast<unsigned char*>(target.data()),
                             static_cast<ssize_t>(target.size()));
    if (got <= 0) return Fault{FaultKind::io, "cannot be read", "", offset};
    return static_cast<std::size_t>(got);
  }

  [[nodiscard]] AFFILE* get() const { return file_; }

 private:
  AffHandle() = default;
  AFFILE* file_ = nullptr;
};

std::string segment_value(AFFILE* file, const char* name) {
  std::array<unsigned char, 1024> value{};
  std::size_t length = value.size();
  uint32_t argument = 0;
  if (af_get_seg(file, name, &argument, value.data(), &length) != 0) return "";
  return {reinterpret_cast<const char*>(value.data()), std::min(length, value.size())};
}

}  // namespace

Result<std::unique_ptr<Evidence>> open_aff_image(const Segment& segment,
                                                 Metadata& metadata) {
  auto handle = AffHandle::open({segment});
  if (!handle) return std::move(handle).error();
  static constexpr std::pair<const char*, const char*> kText[] = {
      {"acq.case_number", "case_num"},
      {"acq.tool_version", "acquisition_tool"},
      {"acq.acquired_at_raw", "acquisition_date"},
      {"acq.notes", "acquisition_notes"},
      {"acq.device_model", "device_model"},
      {"acq.device_serial", "device_sn"},
  };
  for (const auto& [field, name] : kText) {
    const std::string value = segment_value((*handle)->get(), name);
    if (!value.empty()) metadata.emplace_back(field, printable_utf8(value));
  }
  static constexpr std::pair<const char*, const char*> kDigests[] = {
      {"acq.md5_stored", "md5"}, {"acq.sha1_stored", "sha1"}};
  for (const auto& [field, name] : kDigests) {
    const std::string value = segment_value((*handle)->get(), name);
    if (!value.empty()) metadata.emplace_back(field, to_hex(bytes_of(value)));
  }
  return std::unique_ptr<Evidence>(std::make_unique<PooledImage<AffHandle>>(
      std::vector<Segment>{segment}, std::move(handle).value()));
}

}  // namespace winnow
