#include "scanner/examine/containers/pdf_source.h"

#include <algorithm>
#include <exception>
#include <stdexcept>

namespace winnow {
namespace {

constexpr std::size_t kWindowBytes = std::size_t{64} << 10;

// Ends the decoding of a stream that grows beyond a limit.
class BoundedText final : public Pipeline {
 public:
  explicit BoundedText(std::uint64_t most_bytes)
      : Pipeline("bounded", nullptr), most_bytes_(most_bytes) {}

  void write(const unsigned char* data, size_t length) override {
    if (length > most_bytes_ - text_.size()) throw std::length_error("too big");
    text_.append(reinterpret_cast<const char*>(data), length);
  }
  void finish() override {}
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::uint64_t most_bytes_;
  std::string text_;
};

}  // namespace

Bytes PdfInput::window() {
  if (position_ < window_offset_ || position_ - window_offset_ >= window_.size()) {
    window_offset_ = position_;
    window_.resize(kWindowBytes);
    const auto got = content_.read(position_, window_);
    if (!got) fault_ = got.error();
    window_.resize(got ? *got : 0);
    if (window_.empty()) return {};
  }
  return Bytes(window_).subspan(static_cast<std::size_t>(position_ - window_offset_));
}

qpdf_offset_t PdfInput::findAndSkipNextEOL() {
  const auto is_eol = [](std::byte b) {
    return b == std::byte{'\r'} || b == std::byte{'\n'};
  };
  for (Bytes here = window(); !here.empty(); here = window()) {
    const auto end = std::find_if(here.begin(), here.end(), is_eol);
    position_ += static_cast<std::uint64_t>(end - here.begin());
    if (end == here.end()) continue;
    const auto at = static_cast<qpdf_offset_t>(position_);
    for (here = window(); !here.empty() && is_eol(here.front()); here = window()) {
      ++position_;
    }
    return at;
  }
  return static_cast<qpdf_offset_t>(position_);
}

void PdfInput::seek(qpdf_offset_t offset, int whence) {
  std::int64_t base = 0;
  if (whence == SEEK_CUR) base = static_cast<std::int64_t>(position_);
  if (whence == SEEK_END) base = static_cast<std::int64_t>(content_.size_bytes());
  std::int64_t target = 0;
  if (__builtin_add_overflow(base, offset, &target) || target < 0) {
    throw std::runtime_error("an offset before the beginning");
  }
  position_ = static_cast<std::uint64_t>(target);
}

size_t PdfInput::read(char* target, size_t length) {
  last_offset = static_cast<qpdf_offset_t>(position_);
  size_t done = 0;
  while (done < length) {
    const Bytes here = window();
    if (here.empty()) break;
    const std::size_t step = std::min(here.size(), length - done);
    std::copy_n(here.begin(), step, reinterpret_cast<std::byte*>(target) + done);
    done += step;
    position_ += step;
  }
  return done;
}

std::optional<std::string> pdf_stream(QPDFObjectHandle stream, bool decode,
                                      std::uint64_t most_bytes) {
  try {
    BoundedText target(most_bytes);
    bool attempted = false;
    const bool sound =
        stream.pipeStreamData(&target, &attempted, 0,
                              decode ? qpdf_dl_specialized : qpdf_dl_none, true, false);
    if (!sound || attempted != decode) return std::nullopt;
    return target.take();
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace winnow
