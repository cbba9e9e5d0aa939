#include "scanner/examine/containers/rtf_blocks.h"

#include <algorithm>
#include <string_view>

namespace winnow {
namespace {

constexpr std::size_t kMostGroups = 4096;  // one within the other

struct Group {
  bool has_data = false;
  bool has_half = false;  // of a byte in hexadecimal
  unsigned half = 0;
  RtfBlock block;
};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

class RtfReader {
 public:
  RtfReader(std::string_view text,
            const std::function<bool(const RtfBlock& block)>& take)
      : text_(text), take_(take) {}

  void run() {
    groups_.emplace_back();
    while (at_ < text_.size() && wants_more_) step();
    while (!groups_.empty() && wants_more_) close();
  }

 private:
  void step() {
    const char c = text_[at_++];
    if (c == '{') {
      open();
    } else if (c == '}') {
      if (groups_.size() > 1) close();
    } else if (c == '\\') {
      control();
    } else {
      data(c);
    }
  }

  void open() {
    if (groups_.size() < kMostGroups) {
      groups_.emplace_back();
    } else {
      ++groups_too_deep_;
    }
  }

  void close() {
    if (groups_too_deep_ > 0) {
      --groups_too_deep_;
      return;
    }
    const Group group = std::move(groups_.back());
    groups_.pop_back();
    if (group.has_data && !group.block.bytes.empty()) wants_more_ = take_(group.block);
  }

  void data(char c) {
    Group& group = groups_.back();
    if (!group.has_data || groups_too_deep_ > 0) return;
    const int digit = hex_digit(c);
    if (digit < 0) return;
    if (group.has_half) {
      group.block.bytes.push_back(
          static_cast<std::byte>(group.half << 4 | static_cast<unsigned>(digit)));
    }
    group.half = static_cast<unsigned>(digit);
    group.has_half = !group.has_half;
  }

  // A control word and its number, with the space behind; or a control symbol.
  void control() {
    const std::size_t start = at_;
    while (at_ < text_.size() && is_letter(text_[at_])) ++at_;
    const std::string_view word = text_.substr(start, at_ - start);
    if (word.empty()) {
      const bool is_byte = at_ < text_.size() && text_[at_] == '\'';
      at_ = std::min(text_.size(), at_ + (is_byte ? 3 : 1));
      return;
    }
    std::uint64_t number = 0;
    if (at_ < text_.size() && text_[at_] == '-') ++at_;
    for (int digits = 0;
         at_ < text_.size() && digits < 10 && text_[at_] >= '0' && text_[at_] <= '9';
         ++digits) {
      number = number * 10 + static_cast<std::uint64_t>(text_[at_++] - '0');
    }
    if (at_ < text_.size() && text_[at_] == ' ') ++at_;
    obey(word, number);
  }

  void obey(std::string_view word, std::uint64_t number) {
    if (word == "bin") return binary(number);
    Group& group = groups_.back();
    if (word == "pict") group.has_data = true;
    if (word == "objdata") {
      group.has_data = true;
      group.block.kind = RtfKind::object;
    }
    if (word == "pngblip") group.block.kind = RtfKind::png;
    if (word == "jpegblip") group.block.kind = RtfKind::jpeg;
    if (word == "dibitmap") group.block.kind = RtfKind::bitmap;
  }

  void binary(std::uint64_t number) {
    const auto length =
        static_cast<std::size_t>(std::min<std::uint64_t>(number, text_.size() - at_));
    Group& group = groups_.back();
    if (group.has_data && groups_too_deep_ == 0) {
      const Bytes bytes = bytes_of(text_.substr(at_, length));
      group.block.bytes.insert(group.block.bytes.end(), bytes.begin(), bytes.end());
    }
    at_ += length;
  }

  std::string_view text_;
  const std::function<bool(const RtfBlock& block)>& take_;
  std::size_t at_ = 0;
  std::vector<Group> groups_;
  std::size_t groups_too_deep_ = 0;
  bool wants_more_ = true;
};

}  // namespace

void find_rtf_blocks(Bytes document,
                     const std::function<bool(const RtfBlock& block)>& take) {
  RtfReader(text_of(document), take).run();
}

}  // namespace winnow
