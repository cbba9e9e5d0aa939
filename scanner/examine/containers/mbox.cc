// Mailboxes: messages one after the other, each behind a line that begins with "From "
// and follows an empty one (RFC 4155, and those that came before it).
#include <algorithm>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "scanner/examine/containers/mime_message.h"
#include "scanner/examine/containers/openers.h"

namespace winnow {
namespace {

constexpr std::string_view kSeparator = "From ";

// Lines of a content, one after the other; of one that is longer than a window, pieces.
class Lines {
 public:
  explicit Lines(Content& content) : content_(content) {}

  // Up to and with the end of the line; empty at the end of all. Valid until the next.
  Result<Bytes> next() {
    if (window_.empty() || !has_line()) {
      if (const auto filled = fill(); !filled) return filled.error();
    }
    const Bytes rest = Bytes(window_).subspan(at_);
    const auto end = std::find(rest.begin(), rest.end(), std::byte{'\n'});
    const auto length =
        static_cast<std::size_t>(end - rest.begin()) + (end != rest.end() ? 1 : 0);
    at_ += length;
    return rest.first(length);
  }

 private:
  static constexpr std::size_t kWindowBytes = std::size_t{1} << 20;

  [[nodiscard]] bool has_line() const {
    return std::find(window_.begin() + static_cast<std::ptrdiff_t>(at_), window_.end(),
                     std::byte{'\n'}) != window_.end();
  }
  // Moves the window to where reading is.
  Result<void> fill() {
    offset_ += at_;
    at_ = 0;
    window_.resize(kWindowBytes);
    const auto got = content_.read(offset_, window_);
    window_.resize(got ? *got : 0);
    if (!got) return got.error();
    return {};
  }

  Content& content_;
  std::uint64_t offset_ = 0;  // of the window
  std::size_t at_ = 0;        // in it
  std::vector<std::byte> window_;
};

class Mailbox {
 public:
  Mailbox(const ContainerLimits& limits, MemberSink& sink)
      : limits_(limits), gate_(limits, sink) {}

  Result<void> run(Content& content) {
    Lines lines(content);
    bool after_empty = true;
    bool at_line_start = true;
    for (;;) {
      const auto line = lines.next();
      if (!line) return line.error();
      if (line->empty()) break;
      if (at_line_start && after_empty && has_magic(*line, 0, kSeparator)) {
        if (!finish_message()) return gate_.outcome();
        begun_ = true;
      } else {
        append(*line);
      }
      after_empty = at_line_start && line->size() <= 2 && is_only_an_end(*line);
      at_line_start = line->back() == std::byte{'\n'};
    }
    (void)finish_message();
    return gate_.outcome();
  }

 private:
  static bool is_only_an_end(Bytes line) {
    const std::string_view text = text_of(line);
    return text == "\n" || text == "\r\n";
  }

  void append(Bytes line) {
    begun_ = true;
    if (line.size() > limits_.memory_bytes - message_.size()) {
      is_too_big_ = true;
      return;
    }
    if (!is_too_big_) message_.insert(message_.end(), line.begin(), line.end());
  }

  bool finish_message() {
    if (!begun_) return true;
    const std::string number = std::to_string(++messages_);
    bool more = true;
    if (is_too_big_) {
      more = gate_.member_without_bytes(
          number, MemberState::too_big,
          "a message of more than " + grouped(limits_.memory_bytes) + " bytes");
    } else {
      more = take_message(message_, number + "/", gate_);
    }
    message_.clear();
    is_too_big_ = false;
    begun_ = false;
    return more;
  }

  const ContainerLimits& limits_;
  MemberGate gate_;
  std::vector<std::byte> message_;
  std::uint64_t messages_ = 0;
  bool begun_ = false;
  bool is_too_big_ = false;
};

}  // namespace

Result<void> open_mbox(Content& content, const ContainerLimits& limits,
                       MemberSink& sink) {
  return Mailbox(limits, sink).run(content);
}

}  // namespace winnow
