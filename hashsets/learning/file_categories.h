// What category each file of a folder is to have: one for all, or a table's, or that of
// the folder it lies in.
#ifndef WINNOW_HASHSETS_LEARNING_FILE_CATEGORIES_H_
#define WINNOW_HASHSETS_LEARNING_FILE_CATEGORIES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "hashsets/learning/folder_files.h"

namespace winnow {

class FileCategories {
 public:
  struct Category {
    std::optional<std::int64_t> code;
    std::string label;
  };

  // `of_all` goes to every file.
  explicit FileCategories(std::optional<std::int64_t> of_all) : of_all_(of_all) {}
  // From a CSV file with the columns path, category and, if wished, label: paths from
  // the folder, parts divided by '/'. A row that cannot be taken as it stands is a
  // fault with its line: a category that goes astray is worse than none.
  [[nodiscard]] static Result<FileCategories> open(const std::string& path);

  // In this order: that of all, that of the table, the number that is the name of the
  // first folder of the path, none.
  [[nodiscard]] Category of(const std::string& path) const;
  // Paths of the table of which there is no such file; by path. `files` too.
  [[nodiscard]] std::vector<std::string> without_a_file(
      const std::vector<FolderFile>& files) const;

 private:
  Result<void> add(const std::vector<std::string_view>& fields,
                   const std::string& place);

  std::optional<std::int64_t> of_all_;
  std::unordered_map<std::string, Category> table_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LEARNING_FILE_CATEGORIES_H_
