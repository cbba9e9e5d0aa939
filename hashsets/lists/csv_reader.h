// CsvReader: the records of a CSV file (RFC 4180), streamed from a LineReader.
//
//   record = field *( delimiter field ) line-end
//   field  = *character / '"' *( character / delimiter / line-end / '""' ) '"'
//
// A quotation mark inside an unquoted field is a character like any other. Fields are
// valid until the next call. One thread.
#ifndef WINNOW_HASHSETS_LISTS_CSV_READER_H_
#define WINNOW_HASHSETS_LISTS_CSV_READER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "hashsets/lists/line_reader.h"

namespace winnow {

// Splits one record, as far as it lies on one line; false if a quoted field is still
// open.
class CsvSplitter {
 public:
  explicit CsvSplitter(char delimiter) : delimiter_(delimiter) {}

  void start();
  // More text of the record: its first line, then each further one if split() was
  // false.
  [[nodiscard]] bool split(std::string_view text);
  [[nodiscard]] const std::vector<std::string_view>& fields() const { return fields_; }
  [[nodiscard]] bool has_stray_text() const { return stray_; }
  [[nodiscard]] std::size_t length() const { return unquoted_.size(); }

 private:
  enum class State { field_start, plain, quoted, quote_seen };

  void split_plain(std::string_view text);
  void step(char c);
  void make_fields();

  char delimiter_;
  State state_ = State::field_start;
  bool stray_ = false;
  bool open_ = false;
  std::string unquoted_;           // all fields, one after the other
  std::vector<std::size_t> ends_;  // of each field in it
  std::vector<std::string_view> fields_;
};

class CsvReader {
 public:
  CsvReader(LineReader& lines, char delimiter) : lines_(lines), splitter_(delimiter) {}

  // Goes to the next record that is not blank; false at the end of the file. A quoted
  // field that never ends is a fault: what it swallowed cannot be told from rows.
  [[nodiscard]] Result<bool> next();
  [[nodiscard]] const std::vector<std::string_view>& fields() const {
    return splitter_.fields();
  }
  // The line the record began on, terminated if its last one was.
  [[nodiscard]] const ListLine& line() const { return line_; }
  [[nodiscard]] bool has_stray_text() const { return splitter_.has_stray_text(); }

 private:
  Result<void> read_on();

  LineReader& lines_;
  CsvSplitter splitter_;
  ListLine line_;
  std::string first_line_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LISTS_CSV_READER_H_
