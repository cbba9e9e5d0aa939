#include "hashsets/lists/line_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace winnow {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kReadSize = std::size_t{256} << 10;

}  // namespace

std::string LineReader::place(std::uint64_t number) const {
  return name() + ":" + std::to_string(number);
}

Result<void> LineReader::fill() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  // Bounded: next() stops filling once kLineLimit bytes hold no line end.
  if (buffer_.size() - end_ < kReadSize) buffer_.resize(end_ + kReadSize);
  const auto got = source_.read(
      MutableBytes(reinterpret_cast<std::byte*>(buffer_.data()) + end_, kReadSize));
  if (!got) return got.error();
  ended_ = *got == 0;
  end_ += *got;
  return {};
}

Result<void> LineReader::skip_rest_of_line() {
  while (skipping_) {
    const char* start = buffer_.data() + begin_;
    const auto* newline =
        static_cast<const char*>(std::memchr(start, '\n', end_ - begin_));
    skipping_ = newline == nullptr && !ended_;
    begin_ = newline == nullptr
                 ? end_
                 : begin_ + static_cast<std::size_t>(newline - start) + 1;
    if (!skipping_) break;
    if (auto filled = fill(); !filled) return filled;
  }
  return {};
}

Result<std::optional<ListLine>> LineReader::next() {
  if (!started_) {
    started_ = true;
    while (!ended_ && end_ < kByteOrderMark.size()) {
      if (auto filled = fill(); !filled) return std::move(filled).error();
    }
    if (std::string_view(buffer_.data(), end_).substr(0, kByteOrderMark.size()) ==
        kByteOrderMark) {
      begin_ += kByteOrderMark.size();
    }
  }
  if (auto skipped = skip_rest_of_line(); !skipped) return std::move(skipped).error();
  std::size_t searched = 0;
  for (;;) {
    const std::size_t length = end_ - begin_;
    const char* start = buffer_.data() + begin_;
    const auto* newline = static_cast<const char*>(
        length == searched ? nullptr
                           : std::memchr(start + searched, '\n', length - searched));
    const auto found =
        newline == nullptr ? length : static_cast<std::size_t>(newline - start);
    if (found > kLineLimit) {
      ListLine line = take(kLineLimit, 0);
      line.terminated = true;
      line.cut = true;
      skipping_ = true;
      return std::optional(line);
    }
    if (newline != nullptr) return std::optional(take(found, 1));
    if (ended_) {
      if (length == 0) return std::optional<ListLine>();
      return std::optional(take(length, 0));
    }
    searched = length;
    if (auto filled = fill(); !filled) return std::move(filled).error();
  }
}

}  // namespace winnow
