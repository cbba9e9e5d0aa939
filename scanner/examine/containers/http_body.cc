#include "scanner/examine/containers/http_body.h"

#include <brotli/decode.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/text_pieces.h"
#include "scanner/examine/containers/member_gate.h"

namespace winnow {
namespace {

constexpr std::size_t kInputBytes = 16 << 10;
constexpr std::size_t kLongestName = 512;
constexpr std::string_view kLineEnds("\r\n\0", 3);

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return lower(c); });
  return result;
}

BodyCoding coding_called(std::string_view value) {
  const std::string name = lower(trimmed(value));
  if (name == "gzip" || name == "x-gzip" || name == "deflate") return BodyCoding::gzip;
  if (name == "br") return BodyCoding::brotli;
  return BodyCoding::none;
}

Fault broken(const char* what) {
  return Fault{FaultKind::malformed, what, "", {}};
}

// The raw bytes, a piece at a time.
class Input {
 public:
  explicit Input(MemberBytes& raw) : raw_(raw) {}

  [[nodiscard]] Bytes left() const {
    return Bytes(buffer_).subspan(start_, end_ - start_);
  }
  void take(std::size_t count) { start_ += count; }
  [[nodiscard]] bool at_end() const { return at_end_; }
  // If nothing is left.
  Result<void> refill() {
    if (start_ < end_ || at_end_) return {};
    const auto got = raw_.read(buffer_);
    if (!got) return got.error();
    start_ = 0;
    end_ = *got;
    at_end_ = *got == 0;
    return {};
  }
  // Until so many bytes are left, or all that there are.
  Result<void> fill(std::size_t count) {
    while (end_ < count && !at_end_) {
      const auto got = raw_.read(MutableBytes(buffer_).subspan(end_));
      if (!got) return got.error();
      end_ += *got;
      at_end_ = *got == 0;
    }
    return {};
  }

 private:
  MemberBytes& raw_;
  std::array<std::byte, kInputBytes> buffer_;
  std::size_t start_ = 0, end_ = 0;
  bool at_end_ = false;
};

class Inflated final : public MemberBytes {
 public:
  explicit Inflated(MemberBytes& raw) : input_(raw) {}
  Inflated(const Inflated&) = delete;
  Inflated& operator=(const Inflated&) = delete;
  ~Inflated() override { inflateEnd(&stream_); }

  Result<std::size_t> read(MutableBytes target) override {
    if (!is_begun_) {
      if (auto begun = begin(); !begun) return std::move(begun).error();
    }
    if (is_plain_) return copy(target);
    std::size_t done = 0;
    while (done == 0 && !is_finished_ && !target.empty()) {
      if (auto filled = input_.refill(); !filled) return std::move(filled).error();
      if (input_.at_end()) return broken("breaks off within its gzip coding");
      auto got = step(target);
      if (!got) return got;
      done = *got;
    }
    return done;
  }

 private:
  Result<void> begin() {
    is_begun_ = true;
    if (auto filled = input_.fill(2); !filled) return filled;
    const Bytes head = input_.left();
    const auto first = be<std::uint16_t>(head, 0);
    const bool is_gzip = first == 0x1F8B;
    const bool is_zlib = (first >> 8 & 0x0F) == 8 && first % 31 == 0;
    // Bare deflate has no mark of its own: its first block is of one of three kinds.
    const bool is_bare = !head.empty() && (le<std::uint8_t>(head, 0) >> 1 & 3) != 3;
    is_plain_ = !is_gzip && !is_zlib && !is_bare;
    const int window = is_gzip || is_zlib ? 15 + 32 : -15;
    if (!is_plain_ && inflateInit2(&stream_, window) != Z_OK) {
      return Fault{
          FaultKind::out_of_memory, "cannot be decoded for lack of memory", "", {}};
    }
    return {};
  }

  Result<std::size_t> copy(MutableBytes target) {
    if (auto filled = input_.refill(); !filled) return std::move(filled).error();
    const Bytes left = input_.left();
    const std::size_t length = std::min(left.size(), target.size());
    std::copy_n(left.begin(), length, target.begin());
    input_.take(length);
    return length;
  }

  Result<std::size_t> step(MutableBytes target) {
    const Bytes left = input_.left();
    const std::size_t room = std::min<std::size_t>(target.size(), 1 << 30);
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(left.data()));
    stream_.avail_in = static_cast<uInt>(left.size());
    stream_.next_out = reinterpret_cast<Bytef*>(target.data());
    stream_.avail_out = static_cast<uInt>(room);
    const int code = inflate(&stream_, Z_NO_FLUSH);
    input_.take(left.size() - stream_.avail_in);
    const std::size_t done = room - stream_.avail_out;
    is_finished_ = code == Z_STREAM_END;
    if (code == Z_OK || is_finished_ || done > 0) return done;
    return broken("is damaged within its gzip coding");
  }

  Input input_;
  z_stream stream_{};
  bool is_begun_ = false, is_plain_ = false, is_finished_ = false;
};

class Unbrotlied final : public MemberBytes {
 public:
  explicit Unbrotlied(MemberBytes& raw)
      : input_(raw), state_(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr)) {}
  Unbrotlied(const Unbrotlied&) = delete;
  Unbrotlied& operator=(const Unbrotlied&) = delete;
  ~Unbrotlied() override { BrotliDecoderDestroyInstance(state_); }

  Result<std::size_t> read(MutableBytes target) override {
    if (state_ == nullptr) {
      return Fault{
          FaultKind::out_of_memory, "cannot be decoded for lack of memory", "", {}};
    }
    std::size_t done = 0;
    while (done == 0 && !BrotliDecoderIsFinished(state_) && !target.empty()) {
      if (auto filled = input_.refill(); !filled) return std::move(filled).error();
      if (input_.at_end() && !BrotliDecoderHasMoreOutput(state_)) {
        return broken("breaks off within its brotli coding");
      }
      auto got = step(target);
      if (!got) return got;
      done = *got;
    }
    return done;
  }

 private:
  Result<std::size_t> step(MutableBytes target) {
    const Bytes left = input_.left();
    std::size_t in_count = left.size();
    std::size_t out_count = target.size();
    const auto* in = reinterpret_cast<const std::uint8_t*>(left.data());
    auto* out = reinterpret_cast<std::uint8_t*>(target.data());
    const auto code = BrotliDecoderDecompressStream(state_, &in_count, &in, &out_count,
                                                    &out, nullptr);
    input_.take(left.size() - in_count);
    const std::size_t done = target.size() - out_count;
    if (code == BROTLI_DECODER_RESULT_ERROR && done == 0) {
      return broken("is damaged within its brotli coding");
    }
    return done;
  }

  Input input_;
  BrotliDecoderState* state_;
};

class AsItIs final : public MemberBytes {
 public:
  explicit AsItIs(MemberBytes& raw) : raw_(raw) {}
  Result<std::size_t> read(MutableBytes target) override { return raw_.read(target); }

 private:
  MemberBytes& raw_;
};

}  // namespace

BodyCoding coding_of(std::string_view head) {
  constexpr std::string_view kField = "content-encoding:";
  while (!head.empty()) {
    const std::size_t end = std::min(head.find_first_of(kLineEnds), head.size());
    const std::string_view line = head.substr(0, end);
    if (line.size() > kField.size() && lower(line.substr(0, kField.size())) == kField) {
      return coding_called(line.substr(kField.size()));
    }
    head.remove_prefix(std::min(end + 1, head.size()));
  }
  return BodyCoding::none;
}

std::string name_of_url(std::string_view key) {
  // A key may begin with marks of its own, and with the sites that asked for it.
  const std::size_t space = key.rfind(' ');
  if (space != std::string_view::npos) key.remove_prefix(space + 1);
  const std::size_t scheme = key.find("://");
  std::string_view url =
      scheme == std::string_view::npos ? key : key.substr(scheme + 3);
  url = url.substr(0, url.find('#'));
  const std::size_t query = std::min(url.find('?'), url.size());
  std::string name = member_path(url.substr(0, query));
  if (query < url.size()) name += path_part(url.substr(query));
  if (name.size() <= kLongestName) return name;
  name.resize(kLongestName);
  while ((static_cast<unsigned char>(name.back()) & 0xC0) == 0x80) name.pop_back();
  if (static_cast<unsigned char>(name.back()) >= 0xC0) name.pop_back();
  return name + "~";
}

std::unique_ptr<MemberBytes> decoded_body(BodyCoding coding, MemberBytes& raw) {
  switch (coding) {
    case BodyCoding::gzip:
      return std::make_unique<Inflated>(raw);
    case BodyCoding::brotli:
      return std::make_unique<Unbrotlied>(raw);
    case BodyCoding::none:
      break;
  }
  return std::make_unique<AsItIs>(raw);
}

}  // namespace winnow
