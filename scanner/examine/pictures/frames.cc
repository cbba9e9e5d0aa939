#include "scanner/examine/pictures/frames.h"

#include <algorithm>
#include <new>

#include "base/text.h"

namespace winnow {
namespace {

// A photograph's worth.
constexpr std::uint64_t kKeptBytes = std::uint64_t{64} << 20;

}  // namespace

MutableBytes SampleMemory::of(std::uint64_t bytes) {
  if (bytes > size_) {
    bytes_.reset();
    bytes_.reset(new (std::nothrow) std::byte[bytes]);
    size_ = bytes_ ? bytes : 0;
  }
  return size_ < bytes ? MutableBytes{} : MutableBytes(bytes_.get(), bytes);
}

void SampleMemory::trim() {
  if (size_ <= kKeptBytes) return;
  bytes_.reset();
  size_ = 0;
}

void Canvas::clear_from(std::size_t first) const {
  const MutableBytes rest =
      samples.subspan(std::min(first * row_bytes(), samples.size()));
  std::fill(rest.begin(), rest.end(), kUnknownSample);
}

Result<void> check_size(std::uint64_t width, std::uint64_t height,
                        const PictureLimits& limits) {
  const std::string size = std::to_string(width) + " x " + std::to_string(height);
  if (width == 0 || height == 0) {
    return picture_fault(FaultKind::malformed,
                         "the picture says that it has " + size + " pixels");
  }
  if (width > limits.side || height > limits.side || width * height > limits.pixels) {
    return picture_fault(FaultKind::too_big,
                         "the picture has " + size + " pixels, more than the " +
                             grouped(limits.pixels) + " and sides of " +
                             grouped(limits.side) + " that are decoded");
  }
  return {};
}

Result<void> check_memory(std::uint64_t bytes, const PictureLimits& limits) {
  if (bytes <= limits.memory) return {};
  return picture_fault(FaultKind::too_big, "to decode the picture takes " +
                                               grouped(bytes) +
                                               " bytes of memory, more than the " +
                                               grouped(limits.memory) + " allowed");
}

Result<Canvas> new_canvas(const DecodeJob& job, std::uint64_t width,
                          std::uint64_t height, SamplesPerPixel kind) {
  if (auto size = check_size(width, height, job.limits); !size) return size.error();
  const std::uint64_t bytes = width * height * static_cast<std::uint64_t>(kind);
  Canvas canvas{job.memory.of(bytes), static_cast<std::uint32_t>(width),
                static_cast<std::uint32_t>(height), kind};
  if (canvas.samples.empty()) {
    return picture_fault(FaultKind::out_of_memory,
                         "no memory for the " + grouped(bytes) + " bytes of a picture");
  }
  return canvas;
}

bool is_chosen(std::uint64_t number, std::uint64_t total, std::uint64_t most) {
  if (total <= most || number == 0) return true;
  return number * most / total != (number - 1) * most / total;
}

Fault picture_fault(FaultKind kind, std::string what) {
  return {kind, std::move(what), "", {}};
}

std::string said(const char* message, const char* otherwise) {
  std::string text = printable_utf8(message == nullptr ? "" : message);
  while (text.ends_with("\\x0a") || text.ends_with("\\x0d"))
    text.resize(text.size() - 4);
  while (!text.empty() && (text.back() == '.' || text.back() == ' ')) text.pop_back();
  return text.empty() ? otherwise : text;
}

}  // namespace winnow
