#include "hashsets/learning/file_categories.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "hashsets/lists/csv_columns.h"
#include "hashsets/lists/csv_reader.h"
#include "hashsets/lists/line_reader.h"
#include "hashsets/lists/list_source.h"

namespace winnow {
namespace {

std::optional<std::int64_t> parse_code(std::string_view text) {
  std::int64_t code = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), code);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return code;
}

Fault bad_row(std::string what, std::string place) {
  return Fault{FaultKind::malformed, std::move(what), std::move(place), std::nullopt};
}

bool is_header(const std::vector<std::string_view>& names) {
  return (names.size() == 2 || names.size() == 3) &&
         plain_column_name(names[0]) == "path" &&
         plain_column_name(names[1]) == "category" &&
         (names.size() == 2 || plain_column_name(names[2]) == "label");
}

}  // namespace

Result<FileCategories> FileCategories::open(const std::string& path) {
  const auto fd = open_read_only(path);
  if (!fd) return fd.error();
  ListSource source(fd->get(), path);
  LineReader lines(source);
  CsvReader rows(lines, ',');
  FileCategories categories{std::nullopt};
  const auto head = rows.next();
  if (!head) return head.error();
  if (!*head || !is_header(rows.fields())) {
    return bad_row(
        "has no header path,category or path,category,label in its first line",
        path + ":1");
  }
  const std::size_t columns = rows.fields().size();
  for (;;) {
    const auto more = rows.next();
    if (!more) return more.error();
    if (!*more) return categories;
    const std::string place = lines.place(rows.line().number);
    if (rows.line().cut || rows.has_stray_text() || rows.fields().size() != columns) {
      return bad_row("has not the columns of the header", place);
    }
    if (auto added = categories.add(rows.fields(), place); !added) {
      return std::move(added).error();
    }
  }
}

Result<void> FileCategories::add(const std::vector<std::string_view>& fields,
                                 const std::string& place) {
  Category category;
  category.code = parse_code(fields[1]);
  if (!category.code && !fields[1].empty()) {
    return bad_row("has a category that is no whole number", place);
  }
  if (fields.size() > 2) category.label = printable_utf8(fields[2]);
  const auto [known, is_new] = table_.try_emplace(std::string(fields[0]), category);
  if (is_new ||
      (known->second.code == category.code && known->second.label == category.label)) {
    return {};
  }
  return bad_row("gives a path a second category", place);
}

FileCategories::Category FileCategories::of(const std::string& path) const {
  if (of_all_) return {of_all_, ""};
  const auto listed = table_.find(path);
  if (listed != table_.end()) return listed->second;
  const std::size_t slash = path.find('/');
  if (slash == std::string::npos) return {};
  return {parse_code(std::string_view(path).substr(0, slash)), ""};
}

std::vector<std::string> FileCategories::without_a_file(
    const std::vector<FolderFile>& files) const {
  std::vector<std::string> missing;
  for (const auto& [path, category] : table_) {
    const auto found =
        std::lower_bound(files.begin(), files.end(), path,
                         [](const FolderFile& file, const std::string& name) {
                           return file.path < name;
                         });
    if (found == files.end() || found->path != path) missing.push_back(path);
  }
  std::sort(missing.begin(), missing.end());
  return missing;
}

}  // namespace winnow
