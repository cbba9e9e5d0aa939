// LineReader: the lines of a hash list, one after the other, in bounded memory.
//
// Reads forward only, so a pipe will do. Takes away a UTF-8 byte order mark and the
// line ends (LF or CR LF); a line longer than kLineLimit is cut there and marked.
// Computes size and SHA-256 of the list on the way. A line's text is valid until the
// next call. One thread; the descriptor stays the caller's.
#ifndef WINNOW_HASHSETS_LINE_READER_H_
#define WINNOW_HASHSETS_LINE_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/digester.h"
#include "base/result.h"

namespace winnow {

// Longest line, and longest CSV record, in bytes. A path of 4096 bytes with every one
// of them escaped is far below it.
inline constexpr std::size_t kLineLimit = std::size_t{1} << 20;
// How much of a list is looked at to tell its format.
inline constexpr std::size_t kListHead = std::size_t{64} << 10;

struct ListLine {
  std::string_view text;     // without its line end
  std::uint64_t number = 0;  // from 1
  bool terminated = true;    // false only for a last line that ends with the file
  bool cut = false;          // longer than kLineLimit, `text` is its beginning
};

class LineReader {
 public:
  // `name` is the path for faults.
  LineReader(int fd, std::string name);

  // Up to kListHead first bytes, mark included; only before the first next().
  [[nodiscard]] Result<Bytes> head();
  // The next line, or nothing at the end.
  [[nodiscard]] Result<std::optional<ListLine>> next();

  [[nodiscard]] const std::string& name() const { return name_; }
  // "name:number", the place of a fault or a rejected row.
  [[nodiscard]] std::string place(std::uint64_t number) const;

  // Of the bytes read so far: of the whole list once next() has given nothing.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] Digest sha256();  // once, at the end

 private:
  Result<void> fill();
  Result<void> skip_rest_of_line();
  ListLine take(std::size_t length, std::size_t line_end);

  int fd_;
  std::string name_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // what was not taken yet is [begin_, end_) of the buffer
  std::size_t end_ = 0;
  bool ended_ = false;
  bool started_ = false;
  bool skipping_ = false;  // the line before was cut, its rest is still to come
  std::uint64_t number_ = 0;
  std::uint64_t size_ = 0;
  Digester digester_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LINE_READER_H_
