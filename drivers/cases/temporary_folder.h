// TemporaryFolder: a place for what must not be in the case, or not yet.
#ifndef WINNOW_DRIVERS_CASES_TEMPORARY_FOLDER_H_
#define WINNOW_DRIVERS_CASES_TEMPORARY_FOLDER_H_

#include <string>
#include <utility>

#include "base/result.h"

namespace winnow {

// A folder of our own under $TMPDIR, removed with all in it when the object goes.
class TemporaryFolder {
 public:
  [[nodiscard]] static Result<TemporaryFolder> create();
  TemporaryFolder(TemporaryFolder&& other) noexcept;
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  ~TemporaryFolder();
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;  // "" once moved from
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CASES_TEMPORARY_FOLDER_H_
