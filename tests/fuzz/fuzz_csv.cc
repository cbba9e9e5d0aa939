#include <string>
#include <vector>

#include "base/text_pieces.h"
#include "hashsets/lists/csv_reader.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/imported_list.h"
#include "tests/fuzz/standing_text.h"

namespace winnow {
namespace {

struct Records {
  std::vector<std::vector<std::string>> records;
  bool open_quote = false;  // at the end

  bool operator==(const Records&) const = default;
};

// One field from `at` on; leaves `at` at what ends it. False if its quotation marks
// do not close.
bool cut_field(const std::string& text, std::size_t& at, std::string& field) {
  if (at < text.size() && text[at] == '"') {
    for (++at;; ++at) {
      if (at == text.size()) return false;
      if (text[at] != '"') {
        field += text[at];
      } else if (at + 1 < text.size() && text[at + 1] == '"') {
        field += text[at++];
      } else {
        break;
      }
    }
    ++at;
  }
  while (at < text.size() && text[at] != ',' && text[at] != '\n') field += text[at++];
  return true;
}

// RFC 4180 read in the plainest way.
Records records_in(Bytes input) {
  std::string text;
  for (const std::string_view line : lines_of(text_of(input)).lines) {
    text.append(line).append("\n");
  }
  Records all;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t line_end = text.find('\n', at);
    if (trimmed(std::string_view(text).substr(at, line_end - at)).empty()) {
      at = line_end + 1;
      continue;
    }
    std::vector<std::string> record;
    for (bool more = true; more; ++at) {
      if (!cut_field(text, at, record.emplace_back())) {
        all.open_quote = true;
        return all;
      }
      more = text[at] == ',';
    }
    all.records.push_back(record);
  }
  return all;
}

Records read_records(Bytes input) {
  const Fd fd = memory_file(input);
  ListSource source(fd.get(), "list");
  LineReader lines(source);
  CsvReader reader(lines, ',');
  Records all;
  for (;;) {
    const auto more = reader.next();
    all.open_quote = !more;
    if (!more || !*more) return all;
    all.records.emplace_back(reader.fields().begin(), reader.fields().end());
  }
}

}  // namespace

Violation fuzz_csv(Bytes input) {
  if (!(read_records(input) == records_in(input))) return "other records";
  const std::string text = folded(text_of(input));
  return check_list(by_lines(import_csv), input,
                    [&](const Rows::Row&, const std::string& hex) {
                      return text.find(hex) != std::string::npos;
                    });
}

}  // namespace winnow
