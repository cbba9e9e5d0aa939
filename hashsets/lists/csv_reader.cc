#include "hashsets/lists/csv_reader.h"

#include <utility>

#include "base/text_pieces.h"
#include "hashsets/lists/list_import.h"

namespace winnow {

void CsvSplitter::start() {
  state_ = State::field_start;
  stray_ = false;
  open_ = false;
  unquoted_.clear();
  ends_.clear();
  fields_.clear();
}

void CsvSplitter::split_plain(std::string_view text) {
  for (;;) {
    const std::size_t end = text.find(delimiter_);
    fields_.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

void CsvSplitter::step(char c) {
  if (state_ == State::quoted) {
    if (c == '"') {
      state_ = State::quote_seen;
    } else {
      unquoted_ += c;
    }
    return;
  }
  if (c == delimiter_) {
    ends_.push_back(unquoted_.size());
    state_ = State::field_start;
    return;
  }
  if (c == '"' && state_ == State::field_start) {
    state_ = State::quoted;
    return;
  }
  if (c == '"' && state_ == State::quote_seen) {
    state_ = State::quoted;  // a doubled quotation mark stands for one
  } else if (state_ == State::quote_seen) {
    stray_ = true;
    state_ = State::plain;
  } else {
    state_ = State::plain;
  }
  unquoted_ += c;
}

void CsvSplitter::make_fields() {
  ends_.push_back(unquoted_.size());
  std::size_t begin = 0;
  for (const std::size_t end : ends_) {
    fields_.push_back(std::string_view(unquoted_).substr(begin, end - begin));
    begin = end;
  }
}

bool CsvSplitter::split(std::string_view text) {
  if (!open_ && text.find('"') == std::string_view::npos) {
    split_plain(text);
    return true;
  }
  if (open_) unquoted_ += '\n';
  for (const char c : text) step(c);
  open_ = state_ == State::quoted;
  if (!open_) make_fields();
  return !open_;
}

Result<bool> CsvReader::next() {
  for (;;) {
    const auto next = lines_.next();
    if (!next) return next.error();
    if (!*next) return false;
    line_ = **next;
    if (!trimmed(line_.text).empty()) break;
  }
  splitter_.start();
  if (line_.cut || splitter_.split(line_.text)) return true;
  if (auto read = read_on(); !read) return std::move(read).error();
  return true;
}

Result<void> CsvReader::read_on() {
  first_line_ = line_.text;
  line_.text = first_line_;
  for (;;) {
    const auto next = lines_.next();
    if (!next) return next.error();
    if (!*next) return truncated_list(lines_, line_.number);
    line_.terminated = (*next)->terminated;
    if ((*next)->cut || splitter_.length() > kLineLimit) {
      return Fault{FaultKind::malformed,
                   "a quotation mark opened in line " + std::to_string(line_.number) +
                       " is not closed; mend the list and import it again",
                   lines_.place(line_.number), std::nullopt};
    }
    if (splitter_.split((*next)->text)) return {};
  }
}

}  // namespace winnow
