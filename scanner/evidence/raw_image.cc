// Raw images: the bytes themselves, in one file, in several, or on a block device.
#include <fcntl.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/file.h"
#include "scanner/evidence/containers.h"
#include "scanner/evidence/device_read.h"
#include "scanner/evidence/mapped_file.h"

namespace winnow {
namespace {

class RawImage : public Evidence {
 public:
  struct Part {
    Segment segment;
    std::uint64_t start = 0;  // in the whole image
    std::uint64_t length = 0;
  };

  explicit RawImage(std::vector<Part> parts) : parts_(std::move(parts)) {
    size_bytes_ = parts_.back().start + parts_.back().length;
    std::vector<Segment> segments;
    for (const Part& part : parts_) segments.push_back(part.segment);
    watch(segments);
    if (parts_.size() == 1)
      mapped_ = MappedFile::map(parts_[0].segment.fd, size_bytes_);
  }

 protected:
  std::optional<Bytes> view_inside(std::uint64_t offset,
                                   std::uint64_t length) const override {
    return mapped_ != nullptr ? mapped_->bring(offset, length) : std::nullopt;
  }
  void give_back_inside(Bytes view) const override { mapped_->give_back(view); }

  void expect_inside(std::uint64_t offset, std::uint64_t length) const override {
    if (parts_.size() > 1) return;
    // Advice: what comes of it is seen when the bytes are read.
    static_cast<void>(::posix_fadvise(parts_[0].segment.fd, static_cast<off_t>(offset),
                                      static_cast<off_t>(length), POSIX_FADV_WILLNEED));
  }

  Result<void> read_inside(std::uint64_t offset, MutableBytes target) const override {
    auto part = std::upper_bound(parts_.begin(), parts_.end(), offset,
                                 [](std::uint64_t wanted, const Part& p) {
                                   return wanted < p.start + p.length;
                                 });
    while (!target.empty() && part != parts_.end()) {
      const std::uint64_t inside = offset - part->start;
      const auto here = static_cast<std::size_t>(
          std::min<std::uint64_t>(target.size(), part->length - inside));
      auto read =
          read_device(part->segment.fd, inside, target.first(here), part->segment.name);
      if (!read) {
        Fault fault = std::move(read).error();
        if (fault.offset) fault.offset = *fault.offset + part->start;
        return fault;
      }
      target = target.subspan(here);
      offset += here;
      ++part;
    }
    return {};
  }

 private:
  std::vector<Part> parts_;
  std::unique_ptr<MappedFile> mapped_;
};

}  // namespace

Result<std::unique_ptr<Evidence>> open_raw_image(std::vector<Segment> segments) {
  std::vector<RawImage::Part> parts;
  std::uint64_t start = 0;
  for (Segment& segment : segments) {
    Fd borrowed(segment.fd);
    const auto length = size_of(borrowed, segment.name);
    borrowed.release();
    if (!length) return length.error();
    if (*length > std::uint64_t{1} << 62 || start > std::uint64_t{1} << 62) {
      return Fault{FaultKind::too_big, "is larger than any device", segment.name, {}};
    }
    parts.push_back({std::move(segment), start, *length});
    start += *length;
  }
  return std::unique_ptr<Evidence>(std::make_unique<RawImage>(std::move(parts)));
}

}  // namespace winnow
