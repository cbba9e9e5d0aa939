// LineReader: the lines of a hash list, one after the other, in bounded memory.
//
// Takes away a UTF-8 byte order mark and the line ends (LF or CR LF); a line longer
// than kLineLimit is cut there and marked. A line's text is valid until the next call.
// One thread; the source outlives the reader.
#ifndef WINNOW_HASHSETS_LISTS_LINE_READER_H_
#define WINNOW_HASHSETS_LISTS_LINE_READER_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "hashsets/lists/list_source.h"

namespace winnow {

// Longest line, and longest CSV record, in bytes. A path of 4096 bytes with every one
// of them escaped is far below it.
inline constexpr std::size_t kLineLimit = std::size_t{1} << 20;

struct ListLine {
  std::string_view text;     // without its line end
  std::uint64_t number = 0;  // from 1
  bool terminated = true;    // false only for a last line that ends with the file
  bool cut = false;          // longer than kLineLimit, `text` is its beginning
};

class LineReader {
 public:
  explicit LineReader(ListSource& source) : source_(source) {}

  // The next line, or nothing at the end.
  [[nodiscard]] Result<std::optional<ListLine>> next();
  // The same where the line is whole in memory already: cheaper, as lists have millions
  // of lines. If not, `line` is left alone and next() gets it.
  [[nodiscard]] bool next_at_hand(ListLine& line) {
    if (!started_ || skipping_) return false;
    const char* start = buffer_.data() + begin_;
    const auto* newline =
        static_cast<const char*>(std::memchr(start, '\n', end_ - begin_));
    if (newline == nullptr) return false;
    const auto length = static_cast<std::size_t>(newline - start);
    if (length > kLineLimit) return false;
    line = take(length, 1);
    return true;
  }

  [[nodiscard]] const std::string& name() const { return source_.name(); }
  // "name:number", the place of a fault or a rejected row.
  [[nodiscard]] std::string place(std::uint64_t number) const;

 private:
  Result<void> fill();
  Result<void> skip_rest_of_line();
  ListLine take(std::size_t length, std::size_t line_end) {
    ListLine line;
    line.text = std::string_view(buffer_.data() + begin_, length);
    line.number = ++number_;
    line.terminated = line_end > 0;
    if (!line.text.empty() && line.text.back() == '\r') line.text.remove_suffix(1);
    begin_ += length + line_end;
    return line;
  }

  ListSource& source_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // what was not taken yet is [begin_, end_) of the buffer
  std::size_t end_ = 0;
  bool ended_ = false;
  bool started_ = false;
  bool skipping_ = false;  // the line before was cut, its rest is still to come
  std::uint64_t number_ = 0;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LISTS_LINE_READER_H_
